/** The columns of a list of members, and what people call them in English and Spanish. */
export const memberColumns = {
  ref: 'ref reference referencia id external_ref external_id member_id member_number member_no number no nr codigo numero num_socio numero_socio numero_de_socio no_socio n_socio',
  name: 'name nombre full_name display_name chosen_name nombre_completo nombre_y_apellidos member member_name socio socia titular',
  given_name: 'given_name first_name forename nombre_de_pila',
  family_name: 'family_name last_name surname apellidos apellido',
  legal_name: 'legal_name nombre_legal razon_social',
  email: 'email e_mail mail email_address correo correo_electronico',
  telephone: 'telephone phone telephone_number phone_number mobile tel telefono movil celular',
  class: 'class member_class category clase categoria clase_de_socio tipo_de_socio',
  joined_on:
    'joined_on joined join_date date_joined member_since since alta fecha_alta fecha_de_alta socio_desde fecha_de_ingreso ingreso',
  kind: 'kind type party_kind tipo tipo_de_titular',
  shares: 'shares participaciones aportaciones titulos',
} as const;
export type MemberColumn = keyof typeof memberColumns;

const columnByName = new Map<string, MemberColumn>(
  Object.entries(memberColumns).flatMap(([column, names]) =>
    names.split(' ').map((name) => [name, column as MemberColumn] as const),
  ),
);

/** `Correo electrónico` → `correo_electronico`. */
export const plainHeader = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

export interface Header {
  /** The place of each column that the file has. */
  readonly places: ReadonlyMap<MemberColumn, number>;
  /** Columns that mean nothing here, as they are written. */
  readonly ignored: readonly string[];
  readonly faults: readonly string[];
  /** How many fields a line may have. */
  readonly width: number;
}

/** Finds the columns by their names, in any order; a name that stands twice is a fault, an unknown one is ignored. */
export function readHeader(cells: readonly string[]): Header {
  const places = new Map<MemberColumn, number>();
  const ignored: string[] = [];
  const faults: string[] = [];
  cells.forEach((cell, place) => {
    const column = columnByName.get(plainHeader(cell));
    if (column === undefined) {
      if (cell.trim() !== '') ignored.push(cell.trim().slice(0, 60));
    } else if (places.has(column)) {
      faults.push(`Two columns mean ${column}: “${cells[places.get(column)!]}” and “${cell}”. Keep one.`);
    } else {
      places.set(column, place);
    }
  });
  if (!places.has('name') && !(places.has('given_name') && places.has('family_name'))) {
    faults.push('There is no column for the name. Call it “name”, or “first name” and “last name”.');
  }
  return { places, ignored, faults, width: cells.length };
}

const kinds: Readonly<Record<string, 'person' | 'household' | 'organisation'>> = {
  '': 'person',
  person: 'person',
  individual: 'person',
  persona: 'person',
  persona_fisica: 'person',
  household: 'household',
  family: 'household',
  hogar: 'household',
  familia: 'household',
  unidad_familiar: 'household',
  organisation: 'organisation',
  organization: 'organisation',
  company: 'organisation',
  organizacion: 'organisation',
  entidad: 'organisation',
  empresa: 'organisation',
  persona_juridica: 'organisation',
};

/** What holds the membership, as people write it; blank is a person. Null when it is none of them. */
export const readKind = (text: string): 'person' | 'household' | 'organisation' | null =>
  Object.hasOwn(kinds, plainHeader(text)) ? kinds[plainHeader(text)]! : null;
