import { IDENTITY } from '../identity.ts';
import { threadOf } from '../message-rules.ts';
import { fileObject } from '../objects.ts';
import { nested, required, text } from '../params.ts';
import { isObject, problem } from '../schema.ts';
import { refusal, SlackError } from '../slack-error.ts';
import type { StoredFile } from '../workspace.ts';
import type { Context, Method } from './method.ts';

const LARGEST_FILE = 1_000_000_000;
const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
};

const typeOf = (name: string): string =>
  TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

function storedFile(id: unknown, { workspace }: Context): StoredFile {
  const file = workspace.files.get(String(id));
  if (!file?.bytes) throw new SlackError('file_not_found');
  return file;
}

/** files.*: an upload is announced, sent to its own URL, and then shared. */
export const files: Record<string, Method> = {
  'files.getUploadURLExternal': {
    tier: 'tier4',
    run(params, { workspace, baseUrl }) {
      const name = required(params, 'filename');
      const length = Number(required(params, 'length'));
      if (!Number.isInteger(length) || length < 1) {
        throw refusal('invalid_arguments', [problem('must be more than 0', '/length')]);
      }
      if (length > LARGEST_FILE) throw new SlackError('file_upload_size_restricted');
      const file = workspace.addFile(IDENTITY.botUserId, name, typeOf(name), length);
      return { file_id: file.id, upload_url: `${baseUrl()}/upload/v1/${file.id}` };
    },
  },

  'files.completeUploadExternal': {
    tier: 'tier4',
    run(params, context) {
      const { workspace, events, baseUrl } = context;
      const wanted = nested(params, 'files', 'invalid_arguments');
      if (!Array.isArray(wanted) || wanted.length === 0 || !wanted.every(isObject)) {
        throw refusal('invalid_arguments', [problem('missing required field: files', '/files')]);
      }
      const channelId = text(params, 'channel_id');
      // A user's id stands for the direct channel in chat.postMessage, not here.
      if (channelId !== undefined && workspace.users.has(channelId)) throw new SlackError('channel_not_found');
      const channel = channelId === undefined ? undefined : workspace.writableChannel(channelId);
      const thread = channel ? threadOf(params, channel) : {};
      const shared = wanted.map((each) => {
        const file = storedFile(each.id, context);
        file.title = typeof each.title === 'string' ? each.title : file.name;
        return file;
      });
      if (channel) {
        const message = workspace.post(channel, {
          user: IDENTITY.botUserId,
          byApp: true,
          text: text(params, 'initial_comment') ?? '',
          blocks: [],
          files: shared,
          ...thread,
        });
        events.written(channel, message);
      }
      return { files: shared.map((file) => fileObject(file, baseUrl())) };
    },
  },

  'files.info': {
    tier: 'tier4',
    run: (params, context) => ({
      file: fileObject(storedFile(required(params, 'file'), context), context.baseUrl()),
      comments: [],
      response_metadata: { next_cursor: '' },
    }),
  },
};
