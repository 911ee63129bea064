/** A set of places as equal tiles: rows of codes, `--` where no tile is. */
interface Layout {
  rows: string[][];
  /** Words for a code in a language. */
  namesOf(code: string, locales: readonly string[]): string[];
}

const grid = (text: string): string[][] =>
  text
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/));

const EUROPE = grid(`
  IS -- -- NO SE FI --
  -- -- -- DK -- EE --
  IE GB NL DE PL LV BY
  -- BE LU CZ SK LT UA
  PT FR CH AT HU RO MD
  ES -- IT SI HR RS BG
  -- -- MT BA ME MK TR
  -- -- -- XK AL GR CY`);

const STATES = grid(`
  AK -- -- -- -- -- -- -- -- -- ME
  -- -- -- -- -- -- -- -- -- VT NH
  WA ID MT ND MN IL WI MI NY RI MA
  OR NV WY SD IA IN OH PA NJ CT --
  CA UT CO NE MO KY WV VA MD DE --
  -- AZ NM KS AR TN NC SC DC -- --
  -- -- -- OK LA MS AL GA -- -- --
  HI -- -- TX -- -- -- -- FL -- --`);

const STATE_NAMES = `AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming`;

const ALIASES: Record<string, string[]> = {
  GB: ["UK", "Great Britain"],
  CZ: ["Czech Republic"],
  TR: ["Turkey"],
  NL: ["Holland"],
};

const LAYOUTS: readonly Layout[] = [
  {
    rows: EUROPE,
    namesOf: (code, locales) => [
      ...(ALIASES[code] ?? []),
      ...locales.flatMap((locale) => new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? []),
    ],
  },
  {
    rows: STATES,
    namesOf: (code) =>
      STATE_NAMES.split(",").flatMap((state) => (state.startsWith(`${code} `) ? [state.slice(3)] : [])),
  },
];

export interface Placing {
  /** Tile of each place by its written name: column and row, from 0. */
  tiles: Map<string, { code: string; column: number; row: number }>;
  columns: number;
  rows: number;
  /** Names that are on no tile. */
  unknown: string[];
}

/**
 * Finds places by code or name (English and the reader's languages) in the set that knows most of them; rows and
 * columns nobody uses are left out.
 */
export function placed(names: readonly string[], locales: readonly string[]): Placing {
  const tried = LAYOUTS.map((layout) => ({ layout, codes: codesOf(layout, locales) }));
  const count = (codes: Map<string, string>) => names.filter((name) => codes.has(name.toLowerCase())).length;
  const best = tried.reduce((a, b) => (count(b.codes) > count(a.codes) ? b : a));
  const found = names.flatMap((name) => {
    const code = best.codes.get(name.toLowerCase());
    const row = best.layout.rows.findIndex((codes) => code !== undefined && codes.includes(code));
    const column = code === undefined ? -1 : (best.layout.rows[row]?.indexOf(code) ?? -1);
    return code === undefined || row < 0 || column < 0 ? [] : [{ name, code, row, column }];
  });
  const used = (of: "row" | "column") => [...new Set(found.map((one) => one[of]))].sort((a, b) => a - b);
  const [rows, columns] = [used("row"), used("column")];
  const known = new Set(found.map(({ name }) => name));
  return {
    tiles: new Map(
      found.map(({ name, code, row, column }) => [
        name,
        { code, row: rows.indexOf(row), column: columns.indexOf(column) },
      ]),
    ),
    rows: rows.length,
    columns: columns.length,
    unknown: names.filter((name) => !known.has(name)),
  };
}

function codesOf(layout: Layout, locales: readonly string[]): Map<string, string> {
  const codes = layout.rows.flat().filter((code) => code !== "--");
  return new Map(
    codes.flatMap((code) =>
      [code, ...layout.namesOf(code, locales)].map((name): [string, string] => [name.toLowerCase(), code]),
    ),
  );
}
