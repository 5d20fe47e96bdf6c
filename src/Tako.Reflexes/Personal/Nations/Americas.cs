using Tako.Reflexes.Personal.Checks;
using Tako.Reflexes.Personal.Contexts;

namespace Tako.Reflexes.Personal.Nations;

/// <summary>Numbers of Canada, Mexico, Brazil, Argentina, Chile, Colombia, Ecuador and Peru.</summary>
internal static class Americas
{
    private static readonly PersonalKind Sin = new("ca_sin", "CA", "social insurance number; Luhn", 0.15, 0.95) { Cues = Cue.Social };

    private static readonly PersonalKind Curp = new(
        "mx_curp", "MX", "CURP; names, birth date, state and check digit", 0.95, 0.98) { Cues = Cue.Identity };

    private static readonly PersonalKind Rfc = new("mx_rfc", "MX", "tax number; names and birth date", 0.5, 0.9) { Cues = Cue.Tax };

    private static readonly PersonalKind Cpf = new("br_cpf", "BR", "CPF; two check digits", 0.55, 0.97) { Cues = Cue.Tax | Cue.Identity };

    private static readonly PersonalKind Cnpj = new(
        "br_cnpj", "BR", "CNPJ; two check digits", 0.75, 0.97) { Cues = Cue.Tax | Cue.Company };

    private static readonly PersonalKind Cuit = new("ar_cuit", "AR", "CUIT and CUIL; mod 11", 0.35, 0.95) { Cues = Cue.Tax };

    private static readonly PersonalKind Rut = new("cl_rut", "CL", "RUT; mod 11", 0.6, 0.95) { Cues = Cue.Tax | Cue.Identity };

    private static readonly PersonalKind Nit = new("co_nit", "CO", "NIT; weights of primes", 0.3, 0.9) { Cues = Cue.Tax };

    private static readonly PersonalKind Cedula = new("ec_cedula", "EC", "cédula; province and Luhn", 0.15, 0.9) { Cues = Cue.Identity };

    private static readonly PersonalKind Ruc = new("pe_ruc", "PE", "RUC; mod 11", 0.35, 0.9) { Cues = Cue.Tax };

    public static IEnumerable<Rule> Rules =>
    [
        new(Sin, "[1-79]9{8}", Insured), new(Sin, "[1-79]99[- ]999[- ]999", Insured, 0.45),
        new(Curp, "A{4}9{6}[hmx]A{5}[0-9a-z]9", Person), new(Rfc, "A{3,4}9{6}[0-9a-z]{2}[0-9a]", Taxpayer),
        new(Cpf, "9{11}", Cadastro), new(Cpf, "999.999.999-99", Cadastro, 0.95), new(Cnpj, "9{14}", Company),
        new(Cnpj, "99.999.999/9999-99", Company, 0.97),
        new(Cuit, "[23][0347]9{9}", Argentine), new(Cuit, "[23][0347]-9{8}-9", Argentine, 0.9),
        new(Rut, "9{7,8}-[0-9k]", Chilean), new(Rut, "9{1,2}.999.999-[0-9k]", Chilean, 0.9),
        new(Nit, "9{9}-9", Colombian), new(Nit, "999.999.999-9", Colombian, 0.6), new(Cedula, "[0-2]9{9}", Ecuadorian),
        new(Ruc, "[12][0567]9{9}", Peruvian),
    ];

    private static bool Insured(ReadOnlySpan<char> value) => Luhn.Holds(value) && !Weights.Uniform(value);

    private static bool Person(ReadOnlySpan<char> value)
    {
        const string Alphabet = "0123456789ABCDEFGHIJKLMN#OPQRSTUVWXYZ";
        var sum = 0;
        for (var index = 0; index < 17; index++)
            sum += Alphabet.IndexOf(value[index], StringComparison.Ordinal) * (18 - index);
        return Days.YearFirst(value[4..]) && (10 - (sum % 10)) % 10 == value[17] - '0';
    }

    private static bool Taxpayer(ReadOnlySpan<char> value) => Days.YearFirst(value[^9..]);

    private static bool Cadastro(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Check(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) && Check(value, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);

    private static bool Company(ReadOnlySpan<char> value) =>
        !Weights.Uniform(value) && Check(value, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
            && Check(value, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);

    // The digit after those that have weights.
    private static bool Check(ReadOnlySpan<char> value, ReadOnlySpan<byte> weights)
    {
        var rest = Weights.Sum(value, weights) % 11;
        return (rest < 2 ? 0 : 11 - rest) == value[weights.Length] - '0';
    }

    private static bool Argentine(ReadOnlySpan<char> value) =>
        (11 - (Weights.Sum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 % 10 == value[10] - '0';

    private static bool Chilean(ReadOnlySpan<char> value)
    {
        var (sum, weight) = (0, 2);
        for (var index = value.Length - 2; index >= 0; index--)
        {
            sum += (value[index] - '0') * weight;
            weight = weight == 7 ? 2 : weight + 1;
        }

        return "0123456789K"[(11 - (sum % 11)) % 11] == value[^1];
    }

    private static bool Colombian(ReadOnlySpan<char> value)
    {
        var rest = Weights.Sum(value, [41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
        return (rest < 2 ? rest : 11 - rest) == value[9] - '0';
    }

    private static bool Ecuadorian(ReadOnlySpan<char> value) =>
        Days.Two(value, 0) is >= 1 and <= 24 && value[2] < '6' && Luhn.Holds(value);

    private static bool Peruvian(ReadOnlySpan<char> value) =>
        Days.Two(value, 0) is 10 or 15 or 16 or 17 or 20
            && (11 - (Weights.Sum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 10 == value[10] - '0';
}
