// What the page may ask of the two pretended services: one entry for each thing people can do, the body by name.

import type { SlackPeople, TelegramPeople } from './views.ts';

export type TelegramRequests = {
  addPerson: { name: string; username?: string };
  addGroup: { title: string; members: number[] };
  say: { person: number; chat: number; text: string; replyTo?: number; forwardedFrom?: string };
  edit: { person: number; chat: number; message: number; text: string };
  press: { person: number; chat: number; message: number; data: string };
  sendOther: { person: number; chat: number; kind: Parameters<TelegramPeople['sendOther']>[2] };
  block: { person: number };
  unblock: { person: number };
};

export type SlackRequests = {
  addUser: { name: string; realName: string };
  addChannel: { name: string; members: string[]; kind?: 'channel' | 'private' };
  directChannel: { user: string };
  say: { user: string; channel: string; text: string; threadTs?: string };
  edit: { user: string; channel: string; ts: string; text: string };
  remove: { user: string; channel: string; ts: string };
  command: { user: string; channel: string; command: string; text: string };
  press: {
    user: string;
    where: Parameters<SlackPeople['press']>[1];
    actionId: string;
    blockId?: string;
    selected?: string | string[];
  };
  shortcut: { user: string; channel: string; ts: string; callbackId: string };
  openHome: { user: string };
  submit: { user: string; view: string; values: Record<string, Record<string, unknown>> };
  closeModal: { user: string; view: string };
};

/** What a request is answered with, as far as the page reads it. */
export type TelegramResults = {
  [Name in keyof TelegramRequests]: Awaited<ReturnType<TelegramPeople[Name]>>;
};
export type SlackResults = { [Name in keyof SlackRequests]: Awaited<ReturnType<SlackPeople[Name]>> };
