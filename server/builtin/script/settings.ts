/** The script's format variables, as expressions use them. */
export interface Settings {
  dateFormat: string;
  timeFormat: string;
  timestampFormat: string;
  moneyFormat: string;
  decimalSep: string;
  thousandSep: string;
  /** January first. */
  monthNames: string[];
  longMonthNames: string[];
  /** Monday first. */
  dayNames: string[];
  longDayNames: string[];
  /** 0 is Monday, 6 Sunday. */
  firstWeekDay: number;
  brokenWeeks: boolean;
  /** Day of January that is always in week 1. */
  referenceDay: number;
  firstMonthOfYear: number;
  /** Whole numbers are counted with as doubles: where some are too large to be exact. */
  inexactWholes?: true;
  /** Instant of `Now()` and `Today()`, and the IANA zone they are told in. */
  now: Date;
  zone: string;
}

const ENGLISH_MONTHS =
  "January;February;March;April;May;June;July;August;September;October;November;December";
const ENGLISH_DAYS = "Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday";

/** The variables a script starts with. */
export const DEFAULT_VARIABLES: Record<string, string> = {
  ThousandSep: ",",
  DecimalSep: ".",
  MoneyFormat: "#,##0.00",
  DateFormat: "YYYY-MM-DD",
  TimeFormat: "hh:mm:ss",
  TimestampFormat: "YYYY-MM-DD hh:mm:ss[.fff]",
  MonthNames: ENGLISH_MONTHS.replace(/(\w{3})\w*/g, "$1"),
  LongMonthNames: ENGLISH_MONTHS,
  DayNames: ENGLISH_DAYS.replace(/(\w{3})\w*/g, "$1"),
  LongDayNames: ENGLISH_DAYS,
  FirstWeekDay: "0",
  BrokenWeeks: "0",
  ReferenceDay: "4",
  FirstMonthOfYear: "1",
};

/** Settings from variables; what is missing or unusable has the default. */
export function settingsFrom(
  variables: (name: string) => string | undefined,
  now: Date,
  zone: string,
): Settings {
  const text = (name: string) => variables(name) || (DEFAULT_VARIABLES[name] ?? "");
  const names = (name: string, count: number) => {
    const list = text(name).split(";");
    return list.length === count ? list : (DEFAULT_VARIABLES[name] ?? "").split(";");
  };
  const whole = (name: string, low: number, high: number) => {
    const value = Number(text(name));
    return Number.isInteger(value) && value >= low && value <= high ? value : Number(DEFAULT_VARIABLES[name]);
  };
  return {
    dateFormat: text("DateFormat"),
    timeFormat: text("TimeFormat"),
    timestampFormat: text("TimestampFormat"),
    moneyFormat: text("MoneyFormat"),
    decimalSep: text("DecimalSep"),
    thousandSep: text("ThousandSep"),
    monthNames: names("MonthNames", 12),
    longMonthNames: names("LongMonthNames", 12),
    dayNames: names("DayNames", 7),
    longDayNames: names("LongDayNames", 7),
    firstWeekDay: whole("FirstWeekDay", 0, 6),
    brokenWeeks: text("BrokenWeeks") !== "0",
    referenceDay: Math.max(1, whole("ReferenceDay", 0, 7)),
    firstMonthOfYear: whole("FirstMonthOfYear", 1, 12),
    now,
    zone,
  };
}

/** The same, with whole numbers counted with as doubles. */
export function inDoubles(settings: Settings): Settings {
  return { ...settings, inexactWholes: true };
}

/** Settings of an expression outside any script, for charts and tests. */
export function defaultSettings(now = new Date(), zone = "UTC"): Settings {
  return settingsFrom(() => undefined, now, zone);
}
