/** Words of any sentence. */
const LITTLE_WORDS = /^(?:anda|atau|belum|dapat|dari|dengan|di|ini|itu|ke|pada|saya|sudah|tidak|untuk|yang)$/u;
/** Words that say something of a name or of a secret, or ask about it, instead of being one. */
const WORDS = new Set(
  `a ada admin again agar aja akan akhir aktif aku already always aman and ane angka anymore apa apakah apalagi are
  asal asalnya bagaimana balas bales bang banyak be beda been benar bener berapa berbeda betul biar bisa blm
  blocked bocor boleh bos bs bu buat bukannya bulan but by can can't cannot cara case coba could cuma dalam dan
  dasar datang default did different digit ditunggu dl do dobel does doesn't don't dong double dulu empty eror
  error expire expired expires for forgotten from ga gagal gak gan ganda get gets gimana gini gitu gk got hanya
  harus harusnya has have hilang how huruf i if in incorrect ingin invalid is isn't it jadi jadinya jam jangan jd
  jg juga justru kadaluarsa kadaluwarsa kadang kak kakak kalau kali kalo kan kapan karakter karena kayak kayaknya
  kedaluwarsa keep keeps keliru kembali kembar kenapa kepanjangan kependekan knp kode kok kosong kuat kurang lagi
  lalu lama langsung lebih lemah lewat locked lost lowercase lupa macet maksimal maksimum malah mana mandatory
  manual mas masa masih masuk mati mau mbak mengapa menit menurut mesti min minimal minimum missing misspelled
  mohon mudah mulai muncul mungkin must mustn't need needs never ngaco ngga nggak nih nonaktif not nyangkut of
  oleh om on only or otomatis padahal pak paling panjang pasti pendek percuma perlu pernah pindah please pls
  rahasia required reset rusak saat saja salah salahnya sama sampai sangat sdh sebaiknya sebelum sebelumnya sedang
  sejak selalu semua sendiri sensitif seperti sering sesuai setelah sh should shown siapa sih simbol singkat sini
  so spelled still sulit supaya susah syarat syaratnya tahun tak tanpa tapi tdk telah terlalu ternyata tertulis
  terus tetap tetapi the there tiap tiba-tiba tiket tinggal to tolong too total typo udah uppercase utk valid
  wajib was wasn't what when where which who why will with without won't work working works would wrong ya yah yg
  you`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);
/** What is done with them, with what may stand before and behind it: "diganti", "terblokir", "menggantinya". */
const DONE =
  /^(?:di|ter|ber|ke|se|pe[mnr]?|me(?:m|n|ng|ny|nge)?|n[gy]?)?(?:aktif|ambil|atur|bagi|beri|beda|benar|blok(?:ir|e?d)?|buat|buka|catat|catut|cantum|cek|cetak|cocok|curi|daftar|dapat|diri|eja|enkripsi|ganti|guna|hack|hapus|hasil|hilang|ingat|input|isi|jual|kelola|kenal|ketahui|ketik|kirim|kunci|labuh|laku|lihat|login|lupa|masuk|minta|muat|muncul|nanya|nyata|olah|orang|pakai|pake|panjang|perbaiki|perbarui|perbolehkan|percaya|pindah|proses|reset|respon|restui|rubah|ubah|salah|samar|sebut|setel|simpan|singkat|sedia|tampil|tanya|tebak|terima|tolak|tukar|tulis|tunggu|tutup|update|verifikasi|wajib)(?:an|kan|i)?(?:nya|lah|kah|ku)?$/u;

/** Whether a word, in small letters, says something of a name or a secret; it may still be a word of many a name. */
export const tellsOf = (word: string): boolean => {
  const [bare = ''] = /^[\p{L}’'-]*/u.exec(word) ?? [];
  const simple = bare.replace(/^(\p{L}+)-\1$/u, '$1').replace(/(?:lah|kah|nya)$/u, '');
  return (
    LITTLE_WORDS.test(bare) ||
    WORDS.has(bare) ||
    WORDS.has(simple) ||
    DONE.test(bare) ||
    DONE.test(bare.split('-')[0] ?? '')
  );
};
