/** Two ticks: the one who asks, and the one who countersigns. */
export function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" className="flex-none">
      <rect width="28" height="28" rx="8" fill="#4f4bc9" />
      <g fill="none" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="m6.5 14.5 4 4 6.5-8" stroke="#fff" />
        <path d="m15 17.2 1.3 1.3 6.2-8" stroke="#c3c1ff" />
      </g>
    </svg>
  );
}
