import type { Action } from './actions.ts';
import { restore, showDifference, showHistory } from './faq-history.ts';
import { push, pushing, steerPush } from './faq-push.ts';
import { searchFaqs, showFaq, showFaqs } from './faq-shelf.ts';
import { checkWithdraw, reviewed, withdraw, withdrawing } from './faq-standing.ts';
import { isExportFormat, orderFaqExport } from './made-lists.ts';
import { faqExporting, faqExportWhat, faqImportHow, faqTold } from './messages/faq-desk.ts';
import * as messages from './messages/index.ts';
import type { Form, Reply } from './reply.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** /lpse faq: the list, `cari …`, a number, `riwayat 12`, `ekspor …`, `impor`; any other words are looked for. */
export async function faqCommand(visit: Visit, text: string): Promise<Decision> {
  const asked = text.trim();
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(asked) ?? [];
  const number = numberIn(rest);
  switch (word.toLowerCase()) {
    case '':
      return await showFaqs(visit, 0, 'semua');
    case 'cari':
      return await searchFaqs(visit, rest);
    case 'baru':
      // Its form was to be opened.
      return whisper(visit, faqTold(may(visit.person.roles, 'press:faq-new') ? 'form-closed' : 'not-writer'));
    case 'ekspor':
      return exportFaq(visit, rest);
    case 'impor':
      return whisper(visit, faqImportHow());
    case 'riwayat':
      return number === undefined ? await searchFaqs(visit, asked) : await showHistory(visit, number, undefined);
    default:
      return numberIn(asked) === undefined
        ? await searchFaqs(visit, asked)
        : await showFaq(visit, numberIn(asked) as number);
  }
}

/** "12", "#12", "nomor 12"; undefined for other words, and for more than the database can count. */
function numberIn(text: string): number | undefined {
  const [, digits] = /^(?:nomor\s+|no\.?\s*)?#?\s*(\d{1,9})$/iu.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function exportFaq(visit: Visit, asked: string): Decision {
  const format = asked.trim().toLowerCase();
  if (!isExportFormat(format)) return whisper(visit, faqExportWhat());
  return async (tx) => {
    await orderFaqExport(tx, visit, format);
    return await whisper(visit, faqExporting(format))(tx);
  };
}

/** A press on what stands already. */
export async function pressFaqDesk(visit: Visit, { verb, id, choice }: Action): Promise<Decision> {
  switch (verb) {
    case 'faqs':
      return await showFaqs(visit, id, choice);
    case 'faq':
      return await showFaq(visit, id);
    case 'faq-history':
      return await showHistory(visit, id, choice);
    case 'faq-difference':
      return await showDifference(visit, id, choice);
    case 'faq-restore':
      return await restore(visit, id, choice);
    case 'faq-reviewed':
      return await reviewed(visit, id);
    case 'faq-push-state':
      return steerPush(visit, id, choice);
    case 'faq-export':
      return exportFaq(visit, choice ?? '');
    default: {
      // Its form was to be opened: it is said why it was not.
      const opened = await openedBy(visit);
      return whisper(visit, opened && 'reply' in opened ? opened.reply : messages.outdated());
    }
  }
}

/** The form that a press opens; undefined when it opens none. */
export async function faqDeskForm(visit: Visit): Promise<Form | undefined> {
  const opened = await openedBy(visit);
  return opened && 'form' in opened ? opened.form : undefined;
}

async function openedBy(visit: Visit): Promise<{ form: Form } | { reply: Reply } | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'press') return undefined;
  const { verb, id } = event.action;
  if (verb === 'faq-withdraw') return await withdrawing(visit, id);
  return verb === 'faq-push' ? await pushing(visit, id) : undefined;
}

/** What is wrong with a form of the desk, by field; undefined when it can be taken. */
export function checkFaqDeskForm({ incoming: { event } }: Visit): Record<string, string> | undefined {
  return event.kind === 'form' && event.form === 'faq-withdraw' ? checkWithdraw(text(event.fields.reason)) : undefined;
}

/** A form of the desk that was sent. */
export async function faqDeskFromForm(visit: Visit): Promise<Decision> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return whisper(visit, messages.outdated());
  const { form, id, fields, version } = event;
  if (form === 'faq-withdraw') return await withdraw(visit, id, text(fields.reason));
  if (form === 'faq-push') return push(visit, id, version);
  return whisper(visit, messages.outdated());
}

const text = (value: string | string[] | undefined): string => [value ?? ''].flat().join(' ');
