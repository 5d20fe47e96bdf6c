namespace Tako.Reflexes.Personal.Contexts;

/// <summary>
/// The words that make a value beside them more likely, by what they tell. A star stands for "may be part of a longer word"; words
/// hold ASCII alone, so that some are cut before or after a letter with a mark.
/// </summary>
internal static class CueWords
{
    public static readonly (Cue Cue, string Words)[] All =
    [
        (Cue.Phone, "phone,phones,phone_number,phonenumber,telephone,tel,telefon*,telefone,telefono,mobile,cell,cellphone,mobil,"
            + "mobilnummer,fax,"
            + "sms,whatsapp,call me,call us,call him,call her,reach me,text me,dial,hotline,messages to,contact "
            + "number,handy,handynummer,rufnummer,"
            + "telefoon,movil,celular,portable,numara*,cep,office,my number is,puhelin,landline,voicemail,us number,uk number,phone no"),
        (Cue.Card, "card,cards,cc,credit,debit,visa,mastercard,amex,american express,maestro,discover,kreditkarte,carte bancaire,"
            + "tarjeta,cartao,"
            + "carta di credito,credit_card,creditcard,card_number,cardnumber"),
        (Cue.Account, "account,acct,bank account,account_number,kontonummer,konto,iban,iban_code,wire,transfer,deposit,checking,savings"),
        (Cue.Routing, "routing,aba,rtn,routing number,routing_number,bankrouting"),
        (Cue.Passport, "passport*,pasaporte,passeport,reisepass*,pass-nr,passnummer,passaporto,passaporte,paspoort,paszport*,"
            + "pasaport*,pass"),
        (Cue.Licence, "driver license,drivers license,driver's license,drivers licence,driving licence,driving license,driver licence,"
            + "licence,license,"
            + "permit,fahrerlaubnis,*hrerschein*,dl,dln,patente,permis,carnet,rijbewijs,ehliyet,lic"),
        (Cue.Tax, "tax,taxes,taxpayer,tin,itin,tfn,steuer-id,steuerid,steueridentifikationsnummer,steuernummer,steuer*,idnr,st-nr,nif,"
            + "nie,fiscal,"
            + "codice fiscale,cf,pan,utr,cpf,cnpj,curp,rfc,rut,ruc,cuit,cuil,inn,ird,pit,nip,vergi,impuesto,fiscale,permanent account"),
        (Cue.Vat, "vat,ust-id*,ust-idnr,umsatzsteuer*,mwst,uid-nummer,iva,partita iva,p.iva,tva,btw,moms,gst,gstin,gstins,nip,vat_id"),
        (Cue.Identity, "identity,identity number,identification,identifier,national id,national_id,id number,id card,identity card,"
            + "ausweis,"
            + "ausweisnummer,"
            + "personalausweis*,personnummer,pnr,personal code,personal id,personal number,hetu,cpr,cpr-nr,bsn,burgerservicenummer,dni,"
            + "cedula,"
            + "cedula de identidad,carta d'identita,carte d'identite,pesel,oib,egn,cnp,amka,kennitala,isikukood,asmens "
            + "kodas,nin,nric,fin,"
            + "aadhaar,aadhar,uidai,rrn,frn,arc,tckn,kimlik,tc kimlik,hkid,mykad,nik,ktp,fodselsnummer,dnr,rg,cpf,curp,dui,emso,"
            + "jmbg,"
            + "my number,mynumber,refugee,citizen,citizenship,national identity,nid"),
        (Cue.Social, "ssn,ssns,social security,social security number,social_security,sozialversicherung*,rentenversicherung*,rvnr,"
            + "svnr,sv-nummer,"
            + "svnummer,ahv,ahv-nr,avs,national insurance,national insurance number,nino,ni number,nir,insee,securite sociale,numero "
            + "de secu,ppsn,pps,"
            + "sin,social insurance,seguridad social,nss,niss,ssn4,social"),
        (Cue.Health, "nhs,nhs number,medicare,mbi,health,health card,health insurance,krankenversicherung*,krankenkasse*,kvnr,egk,"
            + "egk-nummer,"
            + "versichertennummer,patient,beneficiary,medical,insurance"),
        (Cue.Provider, "npi,provider,prescriber,physician,lanr,arztnummer,arzt,bsnr,betriebsst*,national provider"),
        (Cue.Plate, "plate,plates,license plate,licence plate,registration,reg,vehicle,vehicles,car,kennzeichen,kfz*,nummernschild,"
            + "plaka*,vrm,"
            + "number plate,registered,matricula,targa,immatriculation,kenteken,nummerplate"),
        (Cue.Birth, "born,birth,date of birth,birth date,birthdate,birthday,dob,d.o.b,date_of_birth,dateofbirth,b-day,geboren,"
            + "geburtsdatum,geb,"
            + "nacimiento,nacido,nacida,naissance,nascimento,nascita,geboortedatum,fodd,syntynyt,urodzen*,ur,dogum*,birthdays"),
        (Cue.Leitzahl, "plz,postleitzahl,postleitzahlen"),
        (Cue.Postal, "postcode,postcodes,post code,postal,postal code,zip,zip code,zipcode,postnummer,codigo postal,code postal"),
        (Cue.Voter, "voter,voters,vote,election,epic,electoral"),
        (Cue.Company, "company number,business number,business registration,registration number,registered number,handelsregister*,"
            + "hrb,hra,abn,acn,uen,brn,kvk,siren,"
            + "siret,orgnr,"
            + "orgnummer,organisationsnummer,org nr,crn,cin,regon,krs,gstin,ein,employer identification,duns,lei"),
        (Cue.Wallet, "wallet,bitcoin,btc,ethereum,eth,litecoin,crypto,satoshi,usdt,tron,dogecoin,blockchain,deposit address"),
        (Cue.Network, "ip,ips,ip address,ipv4,ipv6,address,host,server,subnet,gateway,loopback,localhost,connect,connecting,network,"
            + "ping,ssh,prefix,"
            + "multicast,nat64,dns,cidr,route"),
        (Cue.Device, "mac,macs,mac address,hardware address,ethernet,bluetooth,bssid,wifi,physical address,imei,device"),
        (Cue.Dea, "dea,dea number,certificate,certificate number,prescriber,controlled substance,medical license"),
    ];
}
