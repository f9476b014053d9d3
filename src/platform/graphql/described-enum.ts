import { registerEnumType } from '@nestjs/graphql';

/**
 * Publishes a closed list of the domain (`general_assembly`) as an enum of the schema (`GENERAL_ASSEMBLY`), every
 * value with its sentence. Give each domain value once; the compiler holds the list complete.
 */
export function describedEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): Record<string, Value> {
  const keys = Object.keys(values) as Value[];
  const published = Object.fromEntries(keys.map((value) => [apiName(value), value])) as Record<string, Value>;
  registerEnumType(published, {
    name,
    description,
    valuesMap: Object.fromEntries(keys.map((value) => [apiName(value), { description: values[value] }])),
  });
  return published;
}

const apiName = (value: string): string => value.replace(/-/g, '_').toUpperCase();
