import { useId } from "react";
import { cn } from "../ui/cn";

interface Props<R extends string> {
  legend: string;
  roles: readonly { role: R; name: string; says: string }[];
  value: R;
  onChange: (role: R) => void;
  disabled?: boolean;
}

/** One role of several, each with what it may do beside it. */
export function RoleTiles<R extends string>({ legend, roles, value, onChange, disabled }: Props<R>) {
  const group = useId();
  return (
    <fieldset disabled={disabled}>
      <legend className="mb-[5px] text-13 font-medium">{legend}</legend>
      <div className="grid gap-2">
        {roles.map(({ role, name, says }) => (
          <label
            key={role}
            className={cn(
              "flex cursor-pointer gap-2.5 rounded-2 border border-line-strong px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-(--focus)",
            )}
          >
            <input
              type="radio"
              name={group}
              value={role}
              checked={value === role}
              onChange={() => onChange(role)}
              className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
            />
            <span className="min-w-0">
              <span className="block text-13 font-medium text-ink">{name}</span>
              <span className="block text-12 text-ink-2">{says}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
