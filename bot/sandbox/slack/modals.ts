import { randomBytes } from 'node:crypto';
import { withNames } from './blocks.ts';
import { IDENTITY } from './identity.ts';
import { isObject, type Json, type Rule } from './schema.ts';
import { refusal, SlackError } from './slack-error.ts';
import type { Triggers } from './triggers.ts';
import { homeView, LARGEST_VIEW, modalView } from './view-rules.ts';
import { stateOf } from './view-state.ts';
import type { Modal, ViewValues, Workspace } from './workspace.ts';

const MOST_VIEWS_IN_STACK = 3;

/** Opens, changes and closes the views of people. */
export type Modals = ReturnType<typeof createModals>;

export function createModals(workspace: Workspace, triggers: Triggers) {
  const stackOf = (user: string) => workspace.modals.filter((modal) => modal.user === user);

  function remove(gone: Modal[]): void {
    // A modal may be gone already, when its form was answered late.
    for (const modal of gone.filter((each) => workspace.modals.includes(each))) {
      workspace.modals.splice(workspace.modals.indexOf(modal), 1);
    }
  }

  function checkExternalId(view: Json, except?: Json): void {
    const taken = workspace.modals.some(
      (modal) => modal.view !== except && view.external_id && modal.view.external_id === view.external_id,
    );
    if (taken) throw new SlackError('duplicate_external_id');
  }

  /** A view as Slack keeps it. `before` is the one it takes the place of, `below` the one it is put upon. */
  function build(input: Json, { before, below }: { before?: Json | undefined; below?: Json | undefined } = {}): Json {
    const id = before?.id ?? workspace.freshId('V');
    const isModal = input.type === 'modal';
    return {
      id,
      team_id: IDENTITY.teamId,
      type: input.type,
      blocks: withNames(input.blocks as Json[]),
      private_metadata: input.private_metadata ?? '',
      callback_id: input.callback_id ?? '',
      external_id: input.external_id ?? '',
      state: { values: {} },
      hash: `${workspace.seconds()}.${randomBytes(4).toString('hex')}`,
      title: input.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
      clear_on_close: input.clear_on_close ?? false,
      notify_on_close: input.notify_on_close ?? false,
      close: input.close ?? null,
      submit: input.submit ?? null,
      previous_view_id: before?.previous_view_id ?? (isModal ? (below?.id ?? null) : null),
      root_view_id: before?.root_view_id ?? below?.root_view_id ?? id,
      app_id: IDENTITY.appId,
      app_installed_team_id: IDENTITY.teamId,
      bot_id: IDENTITY.botId,
    };
  }

  function add(user: string, view: Json): Json {
    workspace.modals.push({ view, user, errors: {}, values: stateOf(view.blocks as Json[]) });
    workspace.changed();
    return view;
  }

  function push(user: string, below: Modal, input: Json): Json {
    if (stackOf(user).length >= MOST_VIEWS_IN_STACK) throw new SlackError('push_limit_reached');
    checkExternalId(input);
    return add(user, build(input, { below: below.view }));
  }

  function replace(modal: Modal, input: Json): Json {
    checkExternalId(input, modal.view);
    const values = modal.values;
    modal.view = build(input, { before: modal.view });
    modal.errors = {};
    modal.values = stateOf(modal.view.blocks as Json[], values);
    workspace.changed();
    return modal.view;
  }

  return {
    /** @throws Error when this person has no such modal */
    opened(user: string, id: string): Modal {
      const modal = stackOf(user).find((each) => each.view.id === id);
      if (!modal) throw new Error(`Modal ${id} tidak terbuka.`);
      return modal;
    },

    /** A new stack of one modal; what was open is closed. */
    open(triggerId: string, input: unknown): Json {
      const view = checked(input, modalView);
      const trigger = triggers.check(triggerId);
      checkExternalId(view);
      trigger.use();
      remove(stackOf(trigger.user));
      return add(trigger.user, build(view));
    },

    /** On top of the modal in which the trigger was. */
    push(triggerId: string, input: unknown): Json {
      const view = checked(input, modalView);
      const trigger = triggers.check(triggerId);
      const below = stackOf(trigger.user).find((modal) => modal.view.id === trigger.view);
      if (!below) throw new SlackError('not_found');
      const pushed = push(trigger.user, below, view);
      trigger.use();
      return pushed;
    },

    update(
      which: { id?: string | undefined; externalId?: string | undefined },
      hash: string | undefined,
      input: unknown,
    ) {
      const view = checked(input, modalView);
      const modal = workspace.modals.find(
        (each) => each.view.id === which.id || (which.externalId && each.view.external_id === which.externalId),
      );
      if (!modal) throw new SlackError('not_found');
      if (hash && hash !== modal.view.hash) throw new SlackError('hash_conflict');
      return replace(modal, view);
    },

    publish(user: string, hash: string | undefined, input: unknown): Json {
      const view = checked(input, homeView);
      workspace.user(user);
      const before = workspace.homes.get(user);
      if (hash && hash !== before?.hash) throw new SlackError('hash_conflict');
      const home = build(view, { before });
      workspace.homes.set(user, home);
      workspace.changed();
      return home;
    },

    /**
     * Does what the app answered to a sent form.
     * @throws Error for an answer that Slack cannot use; the person reads that something went wrong
     */
    answer(modal: Modal, payload: unknown): void {
      modal.errors = {};
      const answer = isObject(payload) ? payload : {};
      if (answer.response_action === 'errors') {
        modal.errors = checkedErrors(modal, answer.errors);
      } else if (answer.response_action === 'update') {
        replace(modal, checked(answer.view, modalView));
      } else if (answer.response_action === 'push') {
        push(modal.user, modal, checked(answer.view, modalView));
      } else if (answer.response_action === 'clear') {
        remove(stackOf(modal.user));
      } else if (Object.keys(answer).length === 0) {
        remove([modal]);
      } else {
        throw new Error('invalid_response_action');
      }
      workspace.changed();
    },

    /** Closes a modal and those above it, or all if it says so; returns what was closed, the topmost first. */
    close(modal: Modal): { gone: Modal[]; cleared: boolean } {
      const stack = stackOf(modal.user);
      const cleared = modal.view.clear_on_close === true;
      const gone = stack.slice(cleared ? 0 : stack.indexOf(modal)).reverse();
      remove(gone);
      workspace.changed();
      return { gone, cleared };
    },
  };
}

/** The view with what people filled in. */
export const withState = (view: Json, values: ViewValues): Json => ({ ...view, state: { values } });

function checked(view: unknown, rule: Rule): Json {
  const found = rule(view, '/view');
  if (found.length > 0) throw refusal('invalid_arguments', found);
  if (Buffer.byteLength(JSON.stringify(view)) > LARGEST_VIEW) throw new SlackError('view_too_large');
  return view as Json;
}

function checkedErrors(modal: Modal, errors: unknown): Record<string, string> {
  const inputs = (modal.view.blocks as Json[]).filter((block) => block.type === 'input').map((block) => block.block_id);
  const entries = Object.entries(isObject(errors) ? errors : {});
  if (entries.length === 0) throw new Error('invalid_response_errors');
  for (const [blockId, text] of entries) {
    if (!inputs.includes(blockId) || typeof text !== 'string') throw new Error('invalid_response_errors');
  }
  return errors as Record<string, string>;
}
