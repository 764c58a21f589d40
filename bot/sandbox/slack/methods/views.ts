import { nested, type Params, required, text } from '../params.ts';
import { problem } from '../schema.ts';
import { refusal } from '../slack-error.ts';
import type { Method } from './method.ts';

function viewOf(params: Params): unknown {
  const view = nested(params, 'view', 'invalid_arguments');
  if (view === undefined) throw refusal('invalid_arguments', [problem('missing required field: view', '/view')]);
  return view;
}

/** views.*: modals and App Homes. */
export const views: Record<string, Method> = {
  'views.open': {
    tier: 'tier4',
    run: (params, { modals }) => ({ view: modals.open(required(params, 'trigger_id'), viewOf(params)) }),
  },
  'views.push': {
    tier: 'tier4',
    run: (params, { modals }) => ({ view: modals.push(required(params, 'trigger_id'), viewOf(params)) }),
  },
  'views.update': {
    tier: 'tier4',
    run(params, { modals }) {
      const which = { id: text(params, 'view_id'), externalId: text(params, 'external_id') };
      return { view: modals.update(which, text(params, 'hash'), viewOf(params)) };
    },
  },
  'views.publish': {
    tier: 'tier4',
    run: (params, { modals }) => ({
      view: modals.publish(required(params, 'user_id'), text(params, 'hash'), viewOf(params)),
    }),
  },
};
