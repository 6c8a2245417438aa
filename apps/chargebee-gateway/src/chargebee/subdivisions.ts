/** ISO 3166-2 codes, without the country, of the two countries whose ERP addresses carry them as a rule. */
const CODES: Readonly<Record<string, ReadonlySet<string>>> = {
  US: new Set(
    (
      'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR ' +
      'PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI UM'
    ).split(' '),
  ),
  CA: new Set('AB BC MB NB NL NS NT NU ON PE QC SK YT'.split(' ')),
};

/** The code when the region is one; Chargebee takes codes for a few countries only, free text for all. */
export function subdivisionCode(country: string | undefined, region: string): string | undefined {
  const code = region.trim().toUpperCase();
  return CODES[country ?? '']?.has(code) === true ? code : undefined;
}
