"use client";

import { MapPin } from "lucide-react";
import { type Control, useController } from "react-hook-form";
import type { SubmitValues } from "./submit-values";

/** Adds the address that the server sees; on the server's own computer both loopbacks. */
export function UseMyAddress({
  control,
  addresses,
}: {
  control: Control<SubmitValues>;
  addresses: readonly string[];
}) {
  const { field } = useController({ control, name: "networks" });
  if (addresses.length === 0) {
    return <span className="text-12 text-text-3">The server cannot tell your address</span>;
  }
  const add = () =>
    field.onChange([...field.value, ...addresses.filter((one) => !field.value.includes(one))]);
  return (
    <button type="button" onClick={add} className="link inline-flex items-center gap-1 text-13">
      <MapPin className="size-3.5" />
      {`Use my address (${addresses.join(", ")})`}
    </button>
  );
}
