import type { Control, FieldPath, FieldValues } from "react-hook-form";
import { FormTextArea } from "@/components/form-fields";
import { longestReason } from "@/contracts/access-request";

/** Why it is asked for; part of what is signed. */
export function ReasonField<Values extends FieldValues>({
  control,
  name,
}: {
  control: Control<Values>;
  name: FieldPath<Values>;
}) {
  return (
    <FormTextArea
      control={control}
      name={name}
      label="Reason"
      aside="the Security Admin reads this first"
      maxLength={longestReason}
    />
  );
}
