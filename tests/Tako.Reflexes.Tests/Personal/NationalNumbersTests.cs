using Tako.Reflexes.Personal;

namespace Tako.Reflexes.Tests.Personal;

/// <summary>National numbers by their published specimens; a wrong check character undoes each.</summary>
public class NationalNumbersTests
{
    private readonly PersonalSearch _search = new(0);

    [Theory]
    [InlineData("us_aba_routing", "121000358")]
    [InlineData("us_npi", "1234567893")]
    [InlineData("us_dea_number", "AB1234563")]
    [InlineData("uk_nhs", "943 476 5919")]
    [InlineData("de_tax_id", "65929970489")]
    [InlineData("de_social_security", "15070649C103")]
    [InlineData("de_vat_id", "DE136695976")]
    [InlineData("de_passport", "C01X00T478")]
    [InlineData("es_nif", "12345678Z")]
    [InlineData("es_nie", "X1234567L")]
    [InlineData("pt_nif", "123456789")]
    [InlineData("it_fiscal_code", "RSSMRA85T10A562S")]
    [InlineData("it_vat_code", "00743110157")]
    [InlineData("fr_nir", "255081416802538")]
    [InlineData("fr_siren", "732829320")]
    [InlineData("be_national_number", "85.07.30-033.28")]
    [InlineData("nl_bsn", "111222333")]
    [InlineData("ie_pps", "1234567T")]
    [InlineData("at_svnr", "1237 010180")]
    [InlineData("ch_ahv", "756.9217.0769.85")]
    [InlineData("ch_uid", "CHE-100.155.212")]
    [InlineData("fi_personal_identity_code", "131052-308T")]
    [InlineData("se_personnummer", "811228-9874")]
    [InlineData("no_fodselsnummer", "15108695088")]
    [InlineData("is_kennitala", "120174-3399", false)]
    [InlineData("pl_pesel", "44051401359")]
    [InlineData("pl_nip", "856-734-62-15")]
    [InlineData("cz_sk_rodne_cislo", "710319/2745")]
    [InlineData("ro_cnp", "1630615123457")]
    [InlineData("bg_egn", "7523169263")]
    [InlineData("hr_oib", "33392005961")]
    [InlineData("si_emso", "0101006500006")]
    [InlineData("ee_lt_personal_code", "36805280109")]
    [InlineData("lv_personal_code", "161175-19997")]
    [InlineData("gr_amka", "01013099997")]
    [InlineData("ru_inn", "500100732259")]
    [InlineData("ru_snils", "112-233-445 95")]
    [InlineData("tr_national_id", "10000000146")]
    [InlineData("ae_emirates_id", "784-1234-1234567-2")]
    [InlineData("in_aadhaar", "2341 2341 2346")]
    [InlineData("kr_brn", "116-82-00276")]
    [InlineData("cn_id", "11010519491231002X")]
    [InlineData("tw_id", "A123456789")]
    [InlineData("jp_my_number", "123456789018")]
    [InlineData("sg_fin", "S1234567D", false)]
    [InlineData("sg_uen", "00192200M")]
    [InlineData("th_tnin", "1234545678781")]
    [InlineData("ph_tin", "000-123-456-001", false)]
    [InlineData("au_abn", "51 824 753 556")]
    [InlineData("au_acn", "004 085 616")]
    [InlineData("au_tfn", "123 456 782")]
    [InlineData("nz_ird", "49-091-850")]
    [InlineData("ca_sin", "123 456 782")]
    [InlineData("mx_curp", "BOXW310820HNERXN09")]
    [InlineData("br_cpf", "390.533.447-05")]
    [InlineData("br_cnpj", "16.727.230/0001-97")]
    [InlineData("ar_cuit", "20-05536168-2")]
    [InlineData("cl_rut", "12.531.909-2")]
    [InlineData("co_nit", "213123432-1")]
    [InlineData("za_id_number", "7503305044089")]
    public void A_specimen_is_found_and_one_with_a_wrong_check_is_not(string kind, string value, bool last = true)
    {
        Kinds($"it is {value}, they say").ShouldContain(kind);
        if (!last)
            return;
        var checks = value[^1] is >= '0' and <= '9' ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var passing = checks.Count(check => Kinds($"it is {value[..^1]}{check}, they say").Contains(kind));
        passing.ShouldBe(1, "only one check character may pass");
    }

    [Theory]
    [InlineData("us_ssn", "000-12-3456")]
    [InlineData("us_ssn", "666-12-3456")]
    [InlineData("us_itin", "912-40-1234")]
    [InlineData("uk_nino", "BG123456A")]
    [InlineData("kr_rrn", "991332-1234567")]
    [InlineData("pl_pesel", "44131401359")]
    [InlineData("se_personnummer", "811328-9874")]
    [InlineData("in_gstin", "99ABCPE1234F1Z5")]
    public void Numbers_that_were_never_given_out_are_not_found(string kind, string value) => Kinds(value).ShouldNotContain(kind);

    private List<string> Kinds(string text)
    {
        var kinds = new List<string>();
        foreach (var one in _search.Find(text))
            kinds.Add(one.Kind);
        return kinds;
    }
}
