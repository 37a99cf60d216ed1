/** Scheme of the page. A scheme of its own instead of file:// keeps the page from reading files and gives it an origin. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://jikim`;
export const PAGE_URL = `${ORIGIN}/`;

/** True when the URL is one of this console's own pages, however it is spelt. */
export const isOwnPage = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password, port } = new URL(url);
  return protocol === `${SCHEME}:` && host === 'jikim' && username === '' && password === '' && port === '';
};
