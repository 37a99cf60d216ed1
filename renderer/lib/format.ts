import type { TFunction } from 'i18next';

/** Words come from the `common` namespace, whatever namespaces the caller's `t` has. */
type Words = TFunction<'common'>;

const seoul = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  // sv-SE writes ISO-like digits, the same in both languages.
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', hourCycle: 'h23', ...options });

const timeOfDay = seoul({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortTime = seoul({ hour: '2-digit', minute: '2-digit' });
const day = seoul({ year: 'numeric', month: '2-digit', day: '2-digit' });

/** `20:15:03`, Korean time. */
export const formatTime = (at_ms: number): string => timeOfDay.format(at_ms);
/** `20:15`, Korean time. */
export const formatShortTime = (at_ms: number): string => shortTime.format(at_ms);
/** `2026-11-22`, Korean time. */
export const formatDate = (at_ms: number): string => day.format(at_ms);
/** `2026-11-22 20:15:03`, Korean time. */
export const formatDateTime = (at_ms: number): string => `${formatDate(at_ms)} ${formatTime(at_ms)}`;

/** Distance in the precision a dispatcher can use: `42 m`, `850 m`, `1.25 km`, `12.3 km`. */
export const formatDistance = (t: Words, distance_m: number): string => {
  if (distance_m < 100) return t('unit.metres', { value: Math.round(distance_m) });
  if (distance_m < 995) return t('unit.metres', { value: Math.round(distance_m / 10) * 10 });
  return t('unit.kilometres', { value: (distance_m / 1000).toFixed(distance_m < 9995 ? 2 : 1) });
};

/** Span in words: `8초`, `2분 5초`, `1시간 4분`, `3일`. Negative spans count as none. */
export const formatDuration = (t: Words, duration_s: number): string => {
  const total = Math.max(0, Math.floor(duration_s));
  const s = total % 60;
  const m = Math.floor(total / 60) % 60;
  const h = Math.floor(total / 3600);
  if (total < 60) return t('unit.seconds', { s });
  if (total < 3600) return s === 0 ? t('unit.minutes', { m }) : t('unit.minutesSeconds', { m, s });
  if (h < 48) return t('unit.hoursMinutes', { h, m });
  return t('unit.days', { d: Math.floor(h / 24) });
};

/** Span as on a stopwatch, for places that must not jump: `0:08`, `12:05`, `1:04:09`. */
export const formatStopwatch = (duration_s: number): string => {
  const total = Math.max(0, Math.floor(duration_s));
  const two = (value: number): string => String(value).padStart(2, '0');
  const h = Math.floor(total / 3600);
  const m = Math.floor(total / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(total % 60)}` : `${m}:${two(total % 60)}`;
};

/** First digits of a key's fingerprint, in fours: enough to compare by eye. */
export const shortFingerprint = (fingerprint: string): string =>
  fingerprint.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');

/** Size of a file: `834 kB`, `1.2 MB`. */
export const formatBytes = (size_bytes: number): string =>
  size_bytes < 999_500 ? `${Math.ceil(size_bytes / 1000)} kB` : `${(size_bytes / 1e6).toFixed(1)} MB`;

/** How long ago: `방금`, `3초 전`, `2분 5초 전`. */
export const formatAgo = (t: Words, age_s: number): string =>
  age_s < 1 ? t('ago.now') : t('ago.other', { span: formatDuration(t, age_s) });
