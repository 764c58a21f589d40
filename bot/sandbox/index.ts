import type { Route } from '../channel.ts';
import { type SlackServer, startSlackServer } from './slack/index.ts';
import { startTelegramServer, type TelegramServer } from './telegram/index.ts';
import { servePage } from './web.ts';

const PEOPLE = [
  { name: 'Andi Baso – CV Sumber Jaya', username: 'andibaso' },
  { name: 'Nurhayati – perorangan', username: undefined },
  { name: 'Budi – PT Mandar Karya', username: 'budi_mandar' },
  { name: 'Fitriani – Humas Pemkab Polman', username: 'fitri_humas' },
];
/** Whoever stands first in a group or channel administers it. */
const GROUP = { title: 'Paguyuban Penyedia Polman', members: ['Andi', 'Nurhayati'] };
const CHANNEL = { title: 'Info LPSE Polman', members: ['Fitriani', 'Andi', 'Budi'] };
const OFFICERS = [
  { name: 'rahma', realName: 'Rahma (LPD)', roles: ['lpd'] },
  { name: 'syamsul', realName: 'Syamsul (ASI)', roles: ['asi'] },
  { name: 'mawar', realName: 'Mawar (TRN)', roles: ['trn'] },
  { name: 'darwis', realName: 'Darwis (TRN)', roles: ['trn'] },
  { name: 'hasnah', realName: 'Hasnah (Kepala)', roles: ['kepala'] },
  { name: 'ilham', realName: 'Ilham (admin)', roles: ['admin'] },
];
const TRIAGE = 'helpdesk-lpse';
const ANNOUNCEMENTS = 'pengumuman';
const TRAINING = 'pelatihan';
const RESTRICTED = 'pengaduan-integritas';
/** Of the officers, those who read complaints about officers. */
const TRUSTED = ['kepala'];
/** What the app's manifest declares: bot/slack/manifest.yaml. */
export const APP = {
  commands: [
    {
      command: '/lpse',
      description: 'Bertanya, mengurus tiket, FAQ, dan pengumuman; jawabannya hanya Anda yang melihat.',
      usage:
        'tanya [pertanyaan Anda] | tiket | faq | celah | dokumen | gangguan | pemeliharaan | pengumuman | ai | bantuan',
    },
  ],
  shortcuts: [
    { callbackId: 'ask', name: 'Tanya LPSE' },
    { callbackId: 'ticket', name: 'Buat tiket' },
  ],
  subscriptions: ['app_home_opened', 'app_mention', 'message.im', 'message.channels', 'message.groups'],
};

/** A Telegram and a Slack of one's own, with people in them, and the page that shows both. */
export type Sandbox = {
  /** Where the page is. */
  url: string;
  telegram: { token: string; apiRoot: string };
  slack: { botToken: string; appToken: string; apiUrl: string };
  /** Who of the people in Slack should have which roles, by Slack id. */
  officers: { address: string; name: string; roles: string[] }[];
  /** The channel in which officers are told of people who want a person. */
  triageChannel: string;
  /** The private channel of complaints about staff and integrity. */
  restrictedChannel: string;
  /** The channel in which is announced. */
  announceChannel: string;
  /** The channel of those who look after the FAQ and the documents. */
  trainingChannel: string;
  telegramServer: TelegramServer;
  slackServer: SlackServer;
  stop: () => Promise<void>;
};

/**
 * Starts both pretended services and the page, on this machine only.
 * @param port of the page; 0 takes a free one
 * @param host a loopback address
 * @param routes what else is served beside the page, given its address
 * @throws ChannelError with an Indonesian sentence that names PORT
 */
export async function startSandbox({
  port,
  host = '127.0.0.1',
  routes,
}: {
  port: number;
  host?: string;
  routes?: (url: string) => Route[];
}): Promise<Sandbox> {
  const telegramServer = await startTelegramServer();
  const slackServer = await startSlackServer(APP);
  const stopServices = () => Promise.all([telegramServer.stop(), slackServer.stop()]);
  try {
    const people = PEOPLE.map(({ name, username }) => telegramServer.people.addPerson(name, username));
    const called = (names: string[]) =>
      names.flatMap((one) => people.find(({ name }) => name.startsWith(one))?.id ?? []);
    telegramServer.people.addGroup(GROUP.title, called(GROUP.members));
    telegramServer.people.addChannel(CHANNEL.title, called(CHANNEL.members));
    const officers = OFFICERS.map(({ name, realName, roles }) => ({
      address: slackServer.people.addUser(name, realName).id,
      name: realName,
      roles,
    }));
    const members = officers.map(({ address }) => address);
    const triageChannel = slackServer.people.addChannel(TRIAGE, members);
    const announceChannel = slackServer.people.addChannel(ANNOUNCEMENTS, members);
    const trainingChannel = slackServer.people.addChannel(TRAINING, members);
    const trusted = officers.filter(({ roles }) => roles.some((role) => TRUSTED.includes(role)));
    const restrictedChannel = slackServer.people.addChannel(
      RESTRICTED,
      trusted.map(({ address }) => address),
      'private',
    );
    const page = await servePage(
      { telegram: telegramServer.people, slack: slackServer.people },
      { port, host, ...(routes && { routes }) },
    );
    const { token, apiRoot } = telegramServer;
    const { botToken, appToken, apiUrl } = slackServer;
    return {
      url: page.url,
      telegram: { token, apiRoot },
      slack: { botToken, appToken, apiUrl },
      officers,
      triageChannel,
      restrictedChannel,
      announceChannel,
      trainingChannel,
      telegramServer,
      slackServer,
      stop: async () => {
        await page.stop();
        await stopServices();
      },
    };
  } catch (error) {
    await stopServices();
    throw error;
  }
}
