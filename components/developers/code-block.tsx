import { CopyButton } from "../patterns/copy-button";

/** Code one can copy; what is too wide or long scrolls by itself and by keyboard. */
export function CodeBlock({ text, label, copyLabel }: { text: string; label: string; copyLabel: string }) {
  return (
    <div className="relative rounded-2 border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="max-h-96 overflow-auto">
        <pre className="py-2.5 pr-12 pl-3 font-mono text-12 leading-5">{text}</pre>
      </section>
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={copyLabel} />
      </span>
    </div>
  );
}
