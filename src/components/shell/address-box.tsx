import { Skeleton } from "../skeleton";
import { StateIcon } from "../state-icon";

interface AddressBoxProps {
  /** Undefined while it is looked up; null where the server has none. */
  address: string | null | undefined;
  approved: boolean;
}

/** The address that the server sees, and whether staff screens with customers open from it. */
export function AddressBox({ address, approved }: AddressBoxProps) {
  return (
    <div className="rounded-lg border border-line bg-surface px-2.5 py-2 text-12 text-text-3">
      <div className="flex items-center justify-between gap-2">
        <span>Your address</span>
        {address === undefined ? null : (
          <span className="flex items-center gap-1">
            <StateIcon
              state={approved ? "live" : "refused"}
              className={approved ? "size-3.5 text-live" : "size-3.5 text-refused"}
            />
            {approved ? "approved" : "not approved"}
          </span>
        )}
      </div>
      {address === undefined ? (
        <Skeleton className="h-4 w-24" />
      ) : (
        <span className="block truncate font-mono text-text">{address ?? "unknown"}</span>
      )}
    </div>
  );
}
