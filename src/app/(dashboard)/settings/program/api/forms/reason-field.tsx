import { type Control, type FieldPath, type FieldValues, get, useFormState } from "react-hook-form";
import { FormTextArea } from "@/components/form-fields";
import { longestReason, shortestReason } from "@/contracts/access-request";

/** Why it is asked for; part of what is signed. */
export function ReasonField<Values extends FieldValues>({
  control,
  name,
}: {
  control: Control<Values>;
  name: FieldPath<Values>;
}) {
  const { errors } = useFormState({ control, name });
  return (
    <FormTextArea
      control={control}
      name={name}
      label="Reason"
      aside="the Security Admin reads this first"
      hint={get(errors, name) ? undefined : `At least ${shortestReason} characters.`}
      maxLength={longestReason}
    />
  );
}
