import type { AnnouncementField, Problem, ProblemReason } from '../rules/announcement-form.ts';

/** What is wrong with a field and how to put it right, to stand below it. */
export function problemWords({ field, why, most = 0, length = 0 }: Problem): string {
  switch (why) {
    case 'missing':
      return MISSING[field] ?? 'Wajib diisi.';
    case 'too-long':
      return `Terlalu panjang: ${figure(length)} dari paling banyak ${figure(most)} huruf. Ringkaskan.`;
    default:
      return PROBLEMS[why];
  }
}

const figure = (count: number): string => new Intl.NumberFormat('id-ID').format(count);

const MISSING: Partial<Record<AnnouncementField, string>> = {
  title: 'Tulis judul yang menyebut apa yang terjadi, misalnya “SPSE tidak dapat dibuka”.',
  origin: 'Pilih asalnya.',
  services: 'Pilih paling sedikit satu layanan.',
  startDate: 'Isi tanggal dan pukul mulainya.',
  impact: 'Tulis apa yang tidak dapat dilakukan pengguna.',
  advice: 'Tulis apa yang harus dilakukan pengguna, sekalipun hanya menunggu kabar berikutnya.',
  audience: 'Pilih siapa yang menerimanya.',
  note: 'Tulis keterangannya, supaya pembaca tahu mengapa dikabari.',
};

const PROBLEMS: Record<Exclude<ProblemReason, 'missing' | 'too-long'>, string> = {
  'not-offered': 'Pilihan itu tidak dikenal. Pilih lagi.',
  half: 'Isi tanggal dan pukulnya; yang satu tidak cukup tanpa yang lain.',
  'no-such-time': 'Tanggal atau pukul itu tidak ada. Periksa lagi.',
  'too-far': 'Lebih dari setahun lagi. Periksa tahunnya.',
  'start-past': 'Waktu mulai sudah lewat. Isi waktu sesudah sekarang.',
  'start-future': 'Waktu mulai belum tiba. Untuk yang direncanakan, pakai pengumuman pemeliharaan.',
  'start-too-old': 'Lebih dari 7 hari yang lalu. Periksa tanggalnya.',
  'end-needed': 'Isi tanggal dan pukul selesainya.',
  'end-before-start': 'Selesai harus sesudah mulai. Bila lewat tengah malam, pakai tanggal berikutnya.',
  'end-passed':
    'Perkiraan selesai sudah lewat. Isi perkiraan yang baru; untuk gangguan boleh dikosongkan bila belum diketahui.',
  'end-not-later': 'Harus lebih lambat dari perkiraan selesai yang sudah diumumkan.',
  'ended-future': 'Waktu selesai belum tiba. Umumkan sesudah benar-benar selesai.',
  'promises-schedule':
    'Jangan menjanjikan perubahan jadwal: itu kewenangan Pokja Pemilihan/Pejabat Pengadaan (Pasal 3 ayat (3)). Hapus kalimat itu; kalimat tentang jadwal sudah tertera sendiri.',
};
