import type { MiddlewareHandler } from 'hono';

const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Lets only this machine's own page in: a foreign name in Host would be a page that rebound its name to this address, a
 * foreign Origin one that makes a visitor's browser act here. Programs without a browser send no Origin and may act.
 */
export const onlyOwnPage: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!OWN_NAMES.includes(host.replace(/:\d+$/, '').toLowerCase()))
    return c.json({ error: 'Sandbox hanya dibuka lewat http://localhost atau http://127.0.0.1.' }, 403);
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  const origin = c.req.header('origin');
  if (!reads && origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return c.json({ error: 'Permintaan dari halaman lain ditolak.' }, 403);
  if (!reads && ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? ''))
    return c.json({ error: 'Permintaan dari situs lain ditolak.' }, 403);
  return next();
};
