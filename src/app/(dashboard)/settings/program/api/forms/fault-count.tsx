import { FieldMessage } from "@/components/field-message";
import type { NetworkList } from "@/contracts/network-list";

/** The one summary of the faulty addresses, at the button that they hold up. */
export function FaultCount({ list }: { list: NetworkList }) {
  const faults = list.entries.filter(({ result }) => !result.ok).length;
  return (
    <div role="status" className="empty:-mt-3">
      {faults > 0 ? (
        <FieldMessage>
          {faults === 1 ? "1 address needs fixing first" : `${faults} addresses need fixing first`}
        </FieldMessage>
      ) : null}
    </div>
  );
}
