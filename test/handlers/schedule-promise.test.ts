import { describe, expect, it } from 'vitest';
import { SCHEDULE_SENTENCE } from '../../handlers/messages/announcement.ts';
import { promisesSchedule } from '../../handlers/rules/schedule-promise.ts';

describe('a promise of another schedule', () => {
  it.each([
    'Jadwal tender akan diperpanjang.',
    'Jadwal akan disesuaikan oleh Pokja.',
    'Jadwal tahapan yang terdampak akan disesuaikan.',
    'Tenang saja, batas akhir upload diundur sampai besok',
    'Batas waktu pemasukan dokumen penawaran dimundurkan satu hari.',
    'Deadline diundur.',
    'Akan ada perpanjangan jadwal.',
    'Kami usahakan perpanjangan waktu upload penawaran.',
    'LPSE akan memperpanjang jadwal pemasukan penawaran.',
    'Tahapan ditunda sampai SPSE pulih.',
    'Waktu unggah ditambah dua jam.',
    'Masa sanggah diperpanjang.',
    'Ada tambahan waktu upload.',
    'Bila tidak bisa mengunggah, jadwal akan diperpanjang.',
    'SPSE tidak dapat dibuka. Jadwal tender akan dimundurkan, tidak perlu khawatir.',
    'Penyesuaian jadwal akan dilakukan oleh Pokja.',
    'Akan ada perpanjangan waktu.',
    'Peserta mendapat tambahan waktu sehari.',
    'Kompensasi waktu akan diberikan.',
    'JADWAL TENDER DIPERPANJANG',
    'jadwalnya nanti diundurkan',
    'Jadwal akan kami perpanjang.',
    'Jadwal kami undur 1 hari.',
    'Batas upload dokumen akan diperpanjang.',
    'Upload diperpanjang sampai pukul 17.00 WITA.',
    'Tender diperpanjang sampai besok.',
    'Akan ada perpanjangan.',
    'Anda tidak perlu khawatir karena jadwal akan diperpanjang.',
    'Jangan panik jadwal pasti dimundurkan.',
    'Pokja akan memperpanjang jadwal, silakan hubungi kami.',
  ])('is one: %s', (text) => {
    expect(promisesSchedule(text)).toBe(true);
  });

  it.each([
    SCHEDULE_SENTENCE,
    'Bila batas akhir berdekatan, kirim dokumen sebelum pukul 19.00 WITA.',
    'Simpan dokumen penawaran dan unggah sesudah SPSE pulih.',
    'Pemeliharaan diperpanjang sampai pukul 23.00 WITA.',
    'Jadwal pemeliharaan diundur menjadi pukul 22.00 WITA.',
    'Pemeliharaan ditunda agar tidak bertepatan dengan batas akhir.',
    'Perbaikan diperpanjang karena cadangan data besar; jadwal tender tetap.',
    'LPSE tidak mengubah jadwal tender.',
    'Jadwal tidak diperpanjang oleh LPSE.',
    'Tidak ada perpanjangan jadwal dari LPSE.',
    'Perpanjangan jadwal adalah wewenang Pokja Pemilihan.',
    'Untuk perubahan jadwal, hubungi Pokja Pemilihan paket Anda.',
    'Perubahan jadwal, bila ada, diumumkan Pokja di SPSE.',
    'Permintaan perpanjangan waktu upload diajukan kepada Pokja.',
    'Pantau perubahan jadwal di SPSE.',
    'Server diganti, data dipindahkan, dan waktu pemulihan bertambah.',
    'Kata sandi diubah setelah layanan pulih.',
    'Kami memerlukan tambahan waktu.',
    'Ada tambahan waktu untuk perbaikan.',
    'Tidak ada perpanjangan waktu.',
    'Menjelang batas akhir, kapasitas server ditambah.',
    'Hanya Pokja yang berwenang mengubah jadwal.',
    'Pemadaman tahap kedua dijadwalkan besok.',
    'Jam layanan kantor berubah selama Ramadan.',
    'LPSE tidak berwenang memperpanjang atau mengubah jadwal.',
    'Jadwal pemilihan tidak akan kami ubah.',
    'Tidak ada perpanjangan dari LPSE.',
    'Pemeliharaan kami perpanjang sampai pukul 23.00 WITA.',
    'Bila perlu perubahan jadwal, hubungi Pokja Pemilihan.',
    'Dokumen penawaran yang diubah harus diunggah lagi.',
    'Tunda dulu unggahan sampai ada kabar.',
    '',
  ])('is none: %s', (text) => {
    expect(promisesSchedule(text)).toBe(false);
  });
});
