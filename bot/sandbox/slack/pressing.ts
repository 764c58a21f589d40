import type { SlackPeople } from '../views.ts';
import { elementsOf } from './blocks.ts';
import type { Delivery } from './delivery.ts';
import { actionOf, type Interactions } from './interactions.ts';
import type { Membership } from './membership.ts';
import type { Modals } from './modals.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './schema.ts';
import { held, stateOf } from './view-state.ts';
import type { ViewValues, Workspace } from './workspace.ts';

type Selected = string | string[] | undefined;

/** Presses buttons and changes inputs, wherever they are. */
export function createPressing(needs: {
  workspace: Workspace;
  membership: Membership;
  modals: Modals;
  interactions: Interactions;
  responseUrls: ResponseUrls;
  delivery: Delivery;
}): SlackPeople['press'] {
  const { workspace, membership, modals, interactions, responseUrls, delivery } = needs;
  /** What stands in the inputs of messages and App Homes, for each who sees them. */
  const touched = new Map<string, ViewValues>();

  function valuesAt(key: string, blocks: Json[]): ViewValues {
    const values = stateOf(blocks, touched.get(key));
    touched.set(key, values);
    return values;
  }

  /** Sets what the element holds. @returns what the app is told; undefined for an input that only keeps it */
  function touch({ block, element }: { block: Json; element: Json }, values: ViewValues, selected: Selected) {
    const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
    // An overflow menu tells what was chosen and keeps nothing.
    const isOverflow = element.type === 'overflow';
    const chosen = held(isOverflow ? { ...element, type: 'static_select' } : element, selected);
    const holds = selected === undefined ? values[blockId]?.[actionId] : chosen;
    if (holds && !isOverflow) values[blockId] = { ...values[blockId], [actionId]: holds };
    workspace.changed();
    if (block.type === 'input' && block.dispatch_action !== true) return undefined;
    return actionOf(block, element, holds && { ...holds, type: element.type }, workspace.ts());
  }

  async function send(body: Json): Promise<void> {
    await delivery.interaction('interactive', body, false);
  }

  return async (user, where, actionId, blockId, selected) => {
    if ('view' in where) {
      const { view, values } = modals.opened(user, where.view);
      const action = touch(elementIn(view.blocks as Json[], actionId, blockId), values, selected);
      if (action) await send(interactions.viewAction(user, view, values, [action]));
    } else if ('home' in where) {
      const home = workspace.homes.get(user);
      if (!home) throw new Error('App Home belum ada.');
      const blocks = home.blocks as Json[];
      const values = valuesAt(`home ${user}`, blocks);
      const action = touch(elementIn(blocks, actionId, blockId), values, selected);
      if (action) await send(interactions.viewAction(user, home, values, [action]));
    } else {
      const found = membership.seen(user, where.channel, where.ts);
      const { blocks } = found.message;
      const values = valuesAt(`${user} ${where.channel} ${where.ts}`, blocks);
      const action = touch(elementIn(blocks, actionId, blockId), values, selected);
      const responseUrl = () => responseUrls.give({ ...found, user });
      if (action) await send(interactions.messageAction(user, found, [action], values, responseUrl()));
    }
  };
}

function elementIn(blocks: Json[], actionId: string, blockId: string | undefined): { block: Json; element: Json } {
  for (const block of blocks) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const element = elementsOf(block).find((each) => each.action_id === actionId);
    if (element) return { block, element };
  }
  throw new Error(`Tidak ada ${blockId ?? ''}/${actionId} untuk ditekan.`);
}
