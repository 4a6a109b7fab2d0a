"use client";

import { MapPin } from "lucide-react";
import type { ReactNode } from "react";
import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { AddressDetails } from "@/components/address-details";
import { type AddressEntry, addAddresses, textsOf } from "@/components/address-entries";
import { AddressInput } from "@/components/address-input";
import type { NetworkReader } from "@/contracts/network-list";
import type { RouterOutputs } from "@/trpc/client";
import { dayAhead } from "../expiry";
import { entryFault } from "./network-values";

type Settings = RouterOutputs["securityTokens"]["settings"];

interface NetworksFieldProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
  read: NetworkReader;
  settings: Settings;
  /** The ISO day on which the token ends, which no network outlives. */
  tokenDay: string;
  label?: ReactNode;
}

/** The addresses of a request, with the label and the last day of each. */
export function NetworksField<Values extends FieldValues>(props: NetworksFieldProps<Values>) {
  const { control, name, read, settings, tokenDay, label } = props;
  const { field, fieldState } = useController({ control, name });
  const value = field.value as readonly AddressEntry[];
  const { entries } = read(textsOf(value));
  // What is wrong with one address is said of it, and counted at the button.
  const error = entries.every(({ result }) => result.ok) ? fieldState.error?.message : undefined;
  return (
    <div className="grid gap-2">
      <AddressInput
        value={value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        inputRef={field.ref}
        read={read}
        label={label}
        error={error}
        hint={`Widest range allowed here: /${settings.widestIpv4} and /${settings.widestIpv6}.`}
        aside={<UseMyAddress value={value} onChange={field.onChange} addresses={settings.myAddresses} />}
      />
      <AddressDetails
        value={value}
        read={entries}
        onChange={field.onChange}
        min={dayAhead(1)}
        max={tokenDay}
        faultOf={(entry) => entryFault(entry, tokenDay)}
      />
    </div>
  );
}

interface UseMyAddressProps {
  value: readonly AddressEntry[];
  onChange: (entries: AddressEntry[]) => void;
  addresses: readonly string[];
}

/** Adds the address that the server sees; on the server's own computer both loopbacks. */
function UseMyAddress({ value, onChange, addresses }: UseMyAddressProps) {
  if (addresses.length === 0) {
    return <span className="text-12 text-text-3">The server cannot tell your address</span>;
  }
  return (
    <button
      type="button"
      onClick={() => onChange(addAddresses(value, addresses))}
      className="link inline-flex items-center gap-1 text-13"
    >
      <MapPin className="size-3.5" />
      {`Use my address (${addresses.join(", ")})`}
    </button>
  );
}
