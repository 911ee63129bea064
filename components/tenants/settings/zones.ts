/** Time zones the browser knows, with what their clock is ahead of Greenwich now: `Europe/Berlin`, `GMT+1`. */
export function zoneOptions(locale: string, now = new Date()): { value: string; remark: string }[] {
  return zonesOf(locale, now);
}

let made: { locale: string; day: number; zones: { value: string; remark: string }[] } | null = null;

/** Worked out once a day: four hundred formats take a moment. */
function zonesOf(locale: string, now: Date) {
  const day = Math.floor(now.getTime() / 86_400_000);
  if (made?.locale === locale && made.day === day) return made.zones;
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map(
    (value) => ({ value, remark: offset(locale, value, now) }),
  );
  made = { locale, day, zones };
  return zones;
}

function offset(locale: string, timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "shortOffset" }).formatToParts(now);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
