/** What floats has the only shadow there is. */
export const floatingClass =
  "max-h-(--available-height) overflow-y-auto rounded-3 bg-overlay p-1 text-13 shadow-float outline-none origin-(--transform-origin) " +
  "motion-normal transition-[opacity,transform] data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:opacity-0 " +
  "forced-colors:border";

export const itemClass =
  "flex min-h-8 w-full cursor-default items-center gap-2.5 rounded-2 px-2 py-1 text-left outline-none select-none max-md:min-h-10 " +
  "data-highlighted:bg-press data-disabled:text-ink-off forced-colors:data-highlighted:bg-[Highlight] [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3";
