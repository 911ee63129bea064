import { cn } from "../ui/cn";
import { plotPlan, roomFills } from "./plot-rooms";

/**
 * A tenant's plan of rooms. 28 px in lists, 40 px in page heads.
 * @param progress 0 to 1: rooms fill as the work goes on; absent: the tenant's usual plot
 */
export function Plot({
  id,
  size = 28,
  progress,
  className,
}: {
  id: string;
  size?: number;
  progress?: number;
  className?: string;
}) {
  const { hue, rooms, solid } = plotPlan(id);
  const color = `var(--chart-${hue})`;
  const fills =
    progress === undefined ? rooms.map((_, i) => (i === solid ? 1 : 0)) : roomFills(rooms.length, progress);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
      className={cn("block shrink-0 rounded-[4px]", className)}
    >
      <rect
        x=".5"
        y=".5"
        width="19"
        height="19"
        rx="3.5"
        fill="var(--surface)"
        stroke="var(--line-strong)"
        strokeWidth=".8"
      />
      {rooms.map((room, i) => {
        const filled = (fills[i] ?? 0) * room.height;
        return (
          <g key={`${room.x}-${room.y}`} fill={color}>
            <rect {...room} rx="1" opacity=".26" />
            {filled > 0 ? (
              <rect
                x={room.x}
                width={room.width}
                rx="1"
                className="motion-slow transition-[y,height]"
                y={room.y + room.height - filled}
                height={filled}
              />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
