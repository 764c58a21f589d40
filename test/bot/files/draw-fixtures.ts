import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

// Draws the screenshots of fixtures/ with invented data, and notes where in them something personal stands (<b>) and where
// something that has to stay readable (<i>). Run by hand when they change: node test/bot/files/draw-fixtures.ts

const FOLDER = join(import.meta.dirname, 'fixtures');

const profile = (style: string) => `
  <body style="margin:0;font:14px Arial,sans-serif;${style}">
    <div style="background:#0b5394;color:#fff;padding:14px"><i>SPSE 4.5 - LPSE Kabupaten Polewali Mandar</i></div>
    <div style="padding:24px">
      <h2>Data Penyedia</h2>
      <table cellpadding=6>
        <tr><td>Nama Badan Usaha</td><td><i>CV Maju Jaya Abadi</i></td></tr>
        <tr><td>NPWP</td><td><b>12.345.678.9-012.345</b></td></tr>
        <tr><td>NIK Direktur</td><td><b>7604012345678901</b></td></tr>
        <tr><td>Telepon</td><td><b>0812-3456-7890</b></td></tr>
        <tr><td>Email</td><td><b>budi.santoso@majujaya.co.id</b></td></tr>
        <tr><td>Rekening BRI</td><td><b>002101000123305</b></td></tr>
        <tr><td>NIB</td><td><b>1234567890123</b></td></tr>
        <tr><td>Kode Tender</td><td><i>10023456000</i></td></tr>
        <tr><td>Kode error</td><td><i>ERR_UPLOAD_502</i></td></tr>
        <tr><td>Waktu</td><td><i>23-11-2026 07.30 WITA</i></td></tr>
      </table>
      <p><i>Gagal mengirim dokumen penawaran. Silakan coba kembali beberapa saat lagi.</i></p>
    </div>`;
const login = `
  <body style="font:16px Verdana,sans-serif;margin:0">
    <div style="width:400px;margin:80px auto;border:1px solid #aaa;padding:24px">
      <h3>Masuk SPSE</h3>
      <p>Email: <b>siti.rahma@gmail.com</b></p>
      <p>Password: <b>Rahasia123</b></p>
      <p>Kode OTP <b>483920</b></p>
      <p style="background:#fee"><i>User ID atau password salah</i></p>
    </div>`;
const bubble = (colour: string, text: string) =>
  `<div style="background:${colour};margin:12px;padding:10px;border-radius:8px">${text}</div>`;
const chat = `
  <body style="font:18px 'DejaVu Sans',sans-serif;margin:0;background:#e5ddd5">
    ${bubble('#fff', 'Pak, hp saya <b>+62 812 3456 7890</b>')}
    ${bubble('#dcf8c6', 'NIK <b>7604 0123 4567 8901</b> lahir di Polewali <b>12 Mei 1985</b>')}
    ${bubble('#fff', '<b>wa.me/6281234567890</b>')}
    ${bubble('#fff', '<i>Tiket L-2026-00042, paket 10023456</i>')}`;

const SHOTS = [
  { name: 'profil.png', html: profile(''), width: 1280, height: 960 },
  { name: 'profil-gelap.png', html: profile('background:#1e1e1e;color:#ddd'), width: 1280, height: 960 },
  { name: 'profil-kecil.png', html: profile('zoom:0.8'), width: 1024, height: 600 },
  { name: 'profil.jpg', html: profile(''), width: 1280, height: 960 },
  { name: 'masuk.png', html: login, width: 800, height: 480 },
  { name: 'obrolan.png', html: chat, width: 420, height: 320 },
];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const places: Record<string, unknown> = {};
for (const { name, html, width, height } of SHOTS) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<style>b,i{font:inherit}</style>${html}`);
  const boxesOf = (tag: string) =>
    page
      .locator(tag)
      .evaluateAll((all) =>
        all.flatMap((one) =>
          [...one.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom })),
        ),
      );
  places[name] = { personal: await boxesOf('b'), harmless: await boxesOf('i') };
  const type = name.endsWith('.jpg') ? { type: 'jpeg' as const, quality: 70 } : {};
  writeFileSync(join(FOLDER, name), await page.screenshot(type));
  await page.close();
}
writeFileSync(join(FOLDER, 'places.json'), `${JSON.stringify(places, null, 2)}\n`);
await browser.close();
