import { html } from 'htm/preact';
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SlackModalView, SlackView } from '../../views.ts';
import { Dialog } from '../dialog.ts';
import { attempt, inSlack } from '../sandbox.ts';
import type { Block, Element, TextObject } from './block-kit.ts';
import { drawBlocks } from './blocks.ts';
import type { Surface } from './elements.ts';
import { type Filled, type Held, initialOf, stateOf } from './held.ts';
import { plainText } from './text.ts';

type ModalProps = { modal: SlackModalView; view: SlackView; me: string; confirm: Surface['confirm'] };

/** An open modal of the app; what is filled in is kept while it is changed by the app, and sent as a whole. */
export function Modal({ modal, view, me, confirm }: ModalProps) {
  const [filled, setFilled] = useState<Filled>({});
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [answers, setAnswers] = useState(0);
  const blocks = (modal.view.blocks ?? []) as Block[];
  const title = plainText((modal.view.title as TextObject | undefined)?.text ?? '');
  const submit = modal.view.submit as TextObject | null | undefined;
  const close = modal.view.close as TextObject | null | undefined;
  // What the app finds wrong replaces what the page found before; the view comes anew whenever anything in Slack changes.
  useEffect(() => {
    setMissing({});
    if (Object.keys(modal.errors).length > 0) requestAnimationFrame(focusFirstWrong);
  }, [JSON.stringify(modal.errors), answers]);

  const held = (blockId: string, element: Element): Held | undefined =>
    filled[blockId]?.[element.action_id] ?? initialOf(element);
  const hold = (blockId: string, element: Element, value: Held) => {
    setFilled((known) => ({ ...known, [blockId]: { ...known[blockId], [element.action_id]: value } }));
    setMissing(({ [blockId]: _now, ...others }) => others);
  };
  const press: Surface['press'] = (blockId, actionId, selected) =>
    attempt(
      inSlack('press', {
        user: me,
        where: { view: modal.id },
        actionId,
        blockId,
        ...(selected !== undefined && { selected }),
      }),
    );
  const send = async () => {
    const wrong = wrongInputs(blocks, held);
    setMissing(wrong);
    if (Object.keys(wrong).length > 0) {
      requestAnimationFrame(focusFirstWrong);
      return;
    }
    setBusy(true);
    await attempt(inSlack('submit', { user: me, view: modal.id, values: valuesOf(blocks, held) }));
    setBusy(false);
    setAnswers((count) => count + 1);
  };

  return h(Dialog, {
    title,
    submit: plainText(submit?.text ?? 'Kirim'),
    cancel: plainText(close?.text ?? 'Batal'),
    busy,
    ...(submit && { onSubmit: () => void send() }),
    onClose: () => void attempt(inSlack('closeModal', { user: me, view: modal.id })),
    children: html`<div class="blocks">${drawBlocks(blocks, { view, press, confirm, held, hold }, { ...modal.errors, ...missing })}</div>`,
  });
}

function focusFirstWrong() {
  const wrong = document.querySelector<HTMLElement>('.dialog [aria-invalid="true"]');
  // Boxes to tick have their first one focused.
  (wrong?.querySelector('input') ?? wrong)?.focus();
  wrong?.closest('.field')?.scrollIntoView({ block: 'nearest' });
}

type Lookup = (blockId: string, element: Element) => Held | undefined;

const elementsOf = (block: Block): Element[] =>
  block.type === 'actions'
    ? ((block.elements ?? []) as Element[])
    : [block.element ?? block.accessory].filter((element) => element !== undefined);

function valuesOf(blocks: Block[], held: Lookup): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const block of blocks)
    for (const element of elementsOf(block)) {
      const value = held(block.block_id, element);
      if (value === undefined) continue;
      values[block.block_id] = { ...values[block.block_id], [element.action_id]: stateOf(element, value) };
    }
  return values;
}

/** What the client itself refuses to send, in words below the input. */
function wrongInputs(blocks: Block[], held: Lookup): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !block.element) continue;
    const { min_length: shortest = 0, max_length: longest = 3_000 } = block.element;
    const value = held(block.block_id, block.element) ?? '';
    const { length } = value;
    if (length === 0) {
      if (!block.optional) wrong[block.block_id] = 'Bagian ini wajib diisi.';
    } else if (typeof value === 'string' && length < shortest)
      wrong[block.block_id] = `Isi sedikitnya ${shortest} karakter.`;
    else if (typeof value === 'string' && length > longest)
      wrong[block.block_id] = `Isi paling banyak ${longest} karakter.`;
  }
  return wrong;
}
