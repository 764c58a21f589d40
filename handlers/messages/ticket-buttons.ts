import type { Button } from '../reply.ts';

/** By which a ticket is pressed and called. */
export type TicketName = { id: number; number: string };

// The buttons that a reporter finds below several messages about a ticket.

/** `here`: it takes the place of the message whose button was pressed; a notice must stay. */
export const viewOf = ({ id }: TicketName, label = 'Lihat tiket'): Button => ({
  label,
  action: { verb: 'my-ticket', id },
});

export const toList = (label = '« Daftar'): Button => ({
  label,
  action: { verb: 'my-tickets', id: 0, choice: 'here' },
});

export const addTo = ({ id }: TicketName, label = '✍️ Tambah pesan'): Button => ({
  label,
  action: { verb: 'add', id },
});

export const confirmButton = ({ id }: TicketName): Button => ({
  label: '👍 Sudah beres',
  action: { verb: 'confirm', id },
  style: 'primary',
});

export const reopenButton = ({ id }: TicketName, label: string): Button => ({ label, action: { verb: 'reopen', id } });

/** 1 to 5; the one that was chosen is marked. */
export const starButtons = ({ id }: TicketName, chosen: number | null): Button[] =>
  [1, 2, 3, 4, 5].map((stars) => ({
    label: stars === chosen ? `${stars} ⭐ ✓` : `${stars} ⭐`,
    action: { verb: 'stars', id, choice: String(stars) },
  }));
