import { useId } from "react";
import { cn } from "../ui/cn";
import { estateRooms } from "./estate-rooms";
import type { Room } from "./plot-rooms";

function Hatching({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <line x2="7" stroke="var(--line-strong)" />
      </pattern>
    </defs>
  );
}

/** Index of the room nearest to a point. */
function nearest(rooms: Room[], x: number, y: number): number {
  const distance = (room: Room) => Math.hypot(room.x + room.width / 2 - x, room.y + room.height / 2 - y);
  return rooms.reduce((best, room, i) => (distance(room) < distance(rooms[best] ?? room) ? i : best), 0);
}

function letFill(index: number, hatch: string): { fill: string; fillOpacity?: number } {
  const turn = (index * 7 + 3) % 11;
  if (turn < 3) return { fill: `url(#${hatch})` };
  if (turn < 7) return { fill: "var(--surface)" };
  return { fill: `var(--chart-${(index % 8) + 1})`, fillOpacity: 0.12 };
}

/** The estate beside the sign-in: let rooms in pale colours, one in madder, the rest hatched or plain. */
export function Estate({ className }: { className?: string }) {
  const hatch = useId();
  const rooms = estateRooms(600, 800, 52, 11);
  const chosen = nearest(rooms, 360, 460);
  return (
    <svg viewBox="0 0 600 800" preserveAspectRatio="xMidYMid slice" aria-hidden="true" className={className}>
      <Hatching id={hatch} />
      {rooms.map((room, i) => (
        <rect
          key={`${room.x}-${room.y}`}
          {...room}
          rx="4"
          stroke="var(--line-strong)"
          {...(i === chosen ? { fill: "var(--accent)" } : letFill(i, hatch))}
        />
      ))}
    </svg>
  );
}

/** An estate without tenants: everything hatched, one plot to let. */
export function EmptyEstate({ className }: { className?: string }) {
  const hatch = useId();
  const rooms = estateRooms(560, 168, 27, 5);
  const chosen = nearest(rooms, 200, 90);
  const plot = rooms[chosen];
  return (
    <svg viewBox="0 0 560 168" aria-hidden="true" className={cn("h-auto w-full max-w-140", className)}>
      <Hatching id={hatch} />
      {rooms.map((room, i) => (
        <rect
          key={`${room.x}-${room.y}`}
          {...room}
          rx="3"
          {...(i === chosen
            ? { fill: "var(--accent-soft)", stroke: "var(--accent)", strokeWidth: 1.5 }
            : { fill: `url(#${hatch})`, stroke: "var(--line-strong)" })}
        />
      ))}
      {plot ? (
        <path
          d={`M${plot.x + plot.width / 2 - 7} ${plot.y + plot.height / 2}h14m-7-7v14`}
          stroke="var(--accent-text)"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      ) : null}
    </svg>
  );
}
