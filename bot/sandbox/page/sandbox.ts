import { useEffect, useState } from 'preact/hooks';
import type { SlackRequests, SlackResults, TelegramRequests, TelegramResults } from '../requests.ts';
import type { SlackView, TelegramView } from '../views.ts';
import { notify } from './toasts.ts';

/** Does something in the pretended Telegram. @throws Error with the server's sentence */
export function inTelegram<Name extends keyof TelegramRequests>(
  action: Name,
  body: TelegramRequests[Name],
): Promise<TelegramResults[Name]> {
  return post(`/telegram/${action}`, body) as Promise<TelegramResults[Name]>;
}

/** Does something in the pretended Slack. @throws Error with the server's sentence */
export function inSlack<Name extends keyof SlackRequests>(
  action: Name,
  body: SlackRequests[Name],
): Promise<SlackResults[Name]> {
  return post(`/slack/${action}`, body) as Promise<SlackResults[Name]>;
}

/** Sends files to Telegram, several as one album. @throws Error with the server's sentence */
export async function attachInTelegram(
  person: number,
  chat: number,
  kind: 'photo' | 'document',
  files: File[],
  caption: string,
  replyTo?: number,
): Promise<void> {
  const form = new FormData();
  form.set('person', String(person));
  form.set('chat', String(chat));
  form.set('kind', kind);
  form.set('caption', caption);
  if (replyTo !== undefined) form.set('replyTo', String(replyTo));
  for (const file of files) form.append('files', file);
  await answered(await fetch('/telegram/attach', { method: 'POST', body: form }));
}

/** Sends a sound to Telegram, or passes one on. @throws Error with the server's sentence */
export async function voiceInTelegram(
  person: number,
  chat: number,
  sound: File,
  seconds: number,
  forwardedFrom?: string,
): Promise<unknown> {
  const form = new FormData();
  form.set('person', String(person));
  form.set('chat', String(chat));
  form.set('seconds', String(seconds));
  form.set('sound', sound);
  if (forwardedFrom !== undefined) form.set('forwardedFrom', forwardedFrom);
  return await answered(await fetch('/telegram/voice', { method: 'POST', body: form }));
}

/** Sends files to Slack as one message, in a thread where one is named. @throws Error with the server's sentence */
export async function attachInSlack(
  user: string,
  channel: string,
  files: File[],
  text: string,
  threadTs?: string,
): Promise<void> {
  const form = new FormData();
  form.set('user', user);
  form.set('channel', channel);
  form.set('text', text);
  if (threadTs !== undefined) form.set('threadTs', threadTs);
  for (const file of files) form.append('files', file);
  await answered(await fetch('/slack/attach', { method: 'POST', body: form }));
}

/** Waits for something that may fail; a failure is shown and gives undefined. */
export async function attempt<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    notify(error instanceof TypeError ? 'Sandbox tidak terjangkau. Apakah masih berjalan?' : (error as Error).message);
    return undefined;
  }
}

async function post(address: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return answered(await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answered(response: Response): Promise<unknown> {
  const { result, error } = (await response.json()) as { result?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return result;
}

/** Both halves as they are now; undefined until they are known. */
export type Views = { telegram?: TelegramView; slack?: SlackView; connected: boolean };

/** Follows the sandbox. The browser connects again by itself; a sandbox that was started anew loads the page anew. */
export function useSandbox(): Views {
  const [views, setViews] = useState<Views>({ connected: true });
  useEffect(() => {
    const events = new EventSource('/peristiwa');
    let start: string | undefined;
    events.addEventListener('sandbox', ({ data }: MessageEvent<string>) => {
      if (start !== undefined && start !== data) location.reload();
      start = data;
    });
    for (const half of ['telegram', 'slack'] as const)
      events.addEventListener(half, ({ data }: MessageEvent<string>) =>
        setViews((known) => ({ ...known, connected: true, [half]: JSON.parse(data) })),
      );
    events.addEventListener('error', () => setViews((known) => ({ ...known, connected: false })));
    return () => events.close();
  }, []);
  return views;
}
