import type { Control, FieldPath, FieldValues } from "react-hook-form";
import { FormTextArea } from "@/components/form-fields";

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
      maxLength={1000}
    />
  );
}
