/** Changes of one list of the form. */
export function rowsOf<T extends { key: string }>(rows: readonly T[], set: (rows: T[]) => void) {
  return {
    add: (row: T) => set([...rows, row]),
    change: (key: string) => (part: Partial<T>) =>
      set(rows.map((row) => (row.key === key ? { ...row, ...part } : row))),
    remove: (key: string) => () => set(rows.filter((row) => row.key !== key)),
  };
}
