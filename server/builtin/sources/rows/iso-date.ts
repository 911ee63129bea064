const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

/** Digits of `text` from `from` to before `to` as a number; NaN where one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month of the proleptic Gregorian calendar; 0 where there is no such month. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

/**
 * Days since 1970-01-01 in the proleptic Gregorian calendar, for years from 0. Years begin in March here, so that the
 * leap day is the last one and months before it have the same lengths every year.
 */
export function civilDays(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((153 * m + 2) / 5) + day - 719_469;
}

/** Days since 1970-01-01 of `YYYY-MM-DD` at the start of a text; null where that is no day of the calendar. */
function leadingDate(text: string): number | null {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const date = digits(text, 8, 10);
  if (!(year >= 0 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month))) return null;
  return civilDays(year, month, date);
}

/** Days since 1970-01-01 of exactly `YYYY-MM-DD`; null for anything else. */
export function isoDate(text: string): number | null {
  return text.length === 10 ? leadingDate(text) : null;
}

/** Minutes a zone suffix (`Z`, `+02:00`, `-0530`, `+02`) is ahead of UTC; null where it is none. */
function zoneMinutes(suffix: string): number | null {
  if (suffix === "" || suffix === "Z" || suffix === "z") return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(suffix);
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -minutes : minutes;
}

/**
 * Microseconds since 1970-01-01 UTC of `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS[.fraction]]` (blank or `T` between), with an
 * optional zone, which is taken off. Digits beyond microseconds are cut. Null for anything else.
 */
export function isoTimestamp(text: string): number | null {
  const days = leadingDate(text);
  if (days === null) return null;
  if (text.length === 10) return days * MICROS_PER_DAY;
  const between = text.charCodeAt(10);
  if ((between !== 32 && between !== 84) || text.charCodeAt(13) !== 58) return null;
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  let at = 16;
  let second = 0;
  let micros = 0;
  if (text.charCodeAt(16) === 58) {
    second = digits(text, 17, 19);
    at = 19;
    if (text.charCodeAt(19) === 46) {
      for (at = 20; ; at++) {
        const digit = text.charCodeAt(at) - 48;
        if (!(digit >= 0 && digit <= 9)) break;
        if (at < 26) micros = micros * 10 + digit;
      }
      if (at === 20) return null;
      for (let missing = at; missing < 26; missing++) micros *= 10;
    }
  }
  if (!(hour < 24 && minute < 60 && second < 60)) return null;
  const ahead = at === text.length ? 0 : zoneMinutes(text.slice(at).trim());
  if (ahead === null) return null;
  return days * MICROS_PER_DAY + ((hour * 60 + minute - ahead) * 60 + second) * MICROS_PER_SECOND + micros;
}
