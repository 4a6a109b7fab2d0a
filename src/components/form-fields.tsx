"use client";

import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import type { Scope } from "@/contracts/scopes";
import { DateField, type DateFieldProps } from "./date-field";
import { PasswordField } from "./password-field";
import { ScopePicker, type ScopePickerProps } from "./scope-picker";
import { SelectField, type SelectFieldProps } from "./select-field";
import { TextArea, type TextAreaProps } from "./text-area";
import { TextField, type TextFieldProps } from "./text-field";

/** A field's own props, with its value, change and error taken over by the form. */
type InForm<Props, Values extends FieldValues> = Omit<
  Props,
  "value" | "onChange" | "onBlur" | "error" | "ref"
> & {
  control: Control<Values>;
  name: FieldPath<Values>;
};

function useField<Values extends FieldValues>(control: Control<Values>, name: FieldPath<Values>) {
  const { field, fieldState } = useController({ control, name });
  return { ...field, error: fieldState.error?.message };
}

export function FormTextField<Values extends FieldValues>({
  control,
  ...rest
}: InForm<TextFieldProps, Values>) {
  return <TextField {...rest} {...useField(control, rest.name)} />;
}

export function FormPasswordField<Values extends FieldValues>({
  control,
  ...rest
}: InForm<TextFieldProps, Values>) {
  return <PasswordField {...rest} {...useField(control, rest.name)} />;
}

/** A password that is chosen here: the hint gives way to an error, which says the same. */
export function FormNewPasswordField<Values extends FieldValues>({
  control,
  ...rest
}: Omit<InForm<TextFieldProps, Values>, "hint" | "autoComplete">) {
  const field = useField(control, rest.name);
  return (
    <PasswordField
      {...rest}
      {...field}
      autoComplete="new-password"
      hint={field.error ? undefined : "At least 12 characters; a short sentence works well."}
    />
  );
}

export function FormTextArea<Values extends FieldValues>({
  control,
  ...rest
}: InForm<TextAreaProps, Values>) {
  return <TextArea {...rest} {...useField(control, rest.name)} />;
}

export function FormSelectField<Values extends FieldValues>({
  control,
  ...rest
}: InForm<SelectFieldProps, Values>) {
  const { value, onChange, onBlur, error } = useField(control, rest.name);
  return (
    <SelectField {...rest} value={value as string | null} onChange={onChange} onBlur={onBlur} error={error} />
  );
}

export function FormDateField<Values extends FieldValues>({
  control,
  ...rest
}: InForm<DateFieldProps, Values>) {
  const { value, onChange, onBlur, error } = useField(control, rest.name);
  return (
    <DateField {...rest} value={value as string | null} onChange={onChange} onBlur={onBlur} error={error} />
  );
}

export function FormScopePicker<Values extends FieldValues>({
  control,
  ...rest
}: InForm<ScopePickerProps, Values>) {
  const { value, onChange, error } = useField(control, rest.name);
  return <ScopePicker {...rest} value={value as Scope[]} onChange={onChange} error={error} />;
}
