import { cx } from "./cx";

/** A place held while it loads, in its final size: give it a height and width by class. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("block animate-pulse rounded bg-surface-3", className)} />;
}

/** Lines of text that are on their way. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  const widths = ["w-11/12", "w-4/5", "w-2/3", "w-3/4"];
  return (
    <span className="stack-2" role="status" aria-label="Loading">
      {widths
        .concat(widths)
        .slice(0, lines)
        .map((width, index) => (
          <Skeleton key={`${width}-${index < 4 ? 0 : 1}`} className={cx("h-4", width)} />
        ))}
    </span>
  );
}
