import type { Block, Button, Reply } from '../reply.ts';
import { TOPICS, type Topic } from '../rules/announcement.ts';
import { TOPIC_NAMES } from './announcement.ts';
import { heading, list, note, paragraph } from './blocks.ts';

/** What kind of chat gets announcements. */
export type ChatKind = 'private' | 'group' | 'channel';

/** What each topic brings. */
const BRINGS: Record<Topic, string> = {
  gangguan: 'SPSE atau layanan lain bermasalah, perkembangannya, dan kapan pulih',
  pemeliharaan: 'rencana pemeliharaan, pengingatnya, mulai dan selesainya',
  faq: 'jawaban resmi yang baru ditambahkan atau diperbarui',
};

const WHO: Record<ChatKind, string> = { private: 'Anda', group: 'Grup ini', channel: 'Kanal ini' };

/** Officers choose whom a text is for; nobody shall wonder why they got it. */
const FOR_ALL =
  'Pengumuman yang menyangkut semua pengguna dapat dikirim ke semua pelanggan, apa pun topiknya; “Berhenti semua” menghentikan itu juga.';

/** /langganan: what the chat gets, with a button for each topic. A ticked one is left out when it is pressed. */
export function subscriptionPanel(kind: ChatKind, topics: readonly Topic[]): Reply {
  return {
    blocks: [
      heading('Langganan pengumuman'),
      paragraph(...receives(kind, topics)),
      list(TOPICS.map((topic) => [{ bold: TOPIC_NAMES[topic] }, `: ${BRINGS[topic]}`])),
      note(
        kind === 'private'
          ? `Tekan topik untuk memilih atau melepasnya. ${FOR_ALL}`
          : `Hanya admin yang dapat mengubahnya. Tekan topik untuk memilih atau melepasnya. ${FOR_ALL}`,
      ),
    ],
    buttons: [
      ...TOPICS.map((topic) => [topicButton(topic, topics.includes(topic))]),
      [
        topics.length > 0
          ? { label: 'Berhenti semua', action: { verb: 'topic', id: 0, choice: 'none' }, style: 'danger' }
          : {
              label: 'Langganan gangguan',
              action: { verb: 'topic', id: 0, choice: 'gangguan-on' },
              style: 'primary',
            },
      ],
    ],
  };
}

/** Says which way it goes, so that a second press changes nothing. */
const topicButton = (topic: Topic, chosen: boolean): Button => ({
  label: chosen ? `✓ ${TOPIC_NAMES[topic]}` : TOPIC_NAMES[topic],
  action: { verb: 'topic', id: 0, choice: `${topic}-${chosen ? 'off' : 'on'}` },
});

function receives(kind: ChatKind, topics: readonly Topic[]) {
  if (topics.length === 0) return [`${WHO[kind]} tidak menerima pengumuman apa pun.`];
  return [`${WHO[kind]} menerima: `, { bold: namesOf(topics) }, '.'];
}

const namesOf = (topics: readonly Topic[]): string =>
  TOPICS.filter((topic) => topics.includes(topic))
    .map((topic) => TOPIC_NAMES[topic].replace(/^\p{Lu}(?!\p{Lu})/u, (first) => first.toLowerCase()))
    .join(', ');

/** Below the first words to somebody: what they will be sent unasked, and how to change that. */
export function subscribedNote(topics: readonly Topic[]): Block {
  if (topics.length === 0)
    return note(
      'Sesuai pilihan Anda, pengumuman gangguan dan pemeliharaan tidak dikirim ke sini. Ubah dengan /langganan.',
    );
  return paragraph(
    '📢 Anda berlangganan pengumuman: ',
    { bold: namesOf(topics) },
    '. Pilih topik lain atau berhenti: ',
    { code: '/langganan' },
    '.',
  );
}

/** In a group or channel: what it gets, and who may change that. */
export function groupSubscriptionNote(topics: readonly Topic[]): Block {
  return note(
    topics.length === 0
      ? 'Admin dapat membuat grup ini menerima pengumuman gangguan dan pemeliharaan: /langganan'
      : `Grup ini menerima pengumuman: ${namesOf(topics)}. Admin dapat mengubahnya: /langganan`,
  );
}

/** Somebody who may not decide for a group or channel. */
export const onlyForAdmins = (kind: ChatKind): Reply => ({
  blocks: [
    paragraph(
      `Langganan ${kind === 'channel' ? 'kanal' : 'grup'} ini hanya dapat diatur oleh adminnya. Untuk diri Anda sendiri, kirim /langganan di obrolan pribadi dengan saya.`,
    ),
  ],
});

/** In Slack there is one channel for all. */
export const subscriptionsOnTelegram = (): Reply => ({
  blocks: [
    paragraph(
      'Langganan diatur tiap orang di Telegram dengan ',
      { code: '/langganan' },
      '. Di Slack semua pengumuman tampil di kanal pengumuman; yang berjalan: ',
      { code: '/lpse status' },
      '.',
    ),
  ],
});
