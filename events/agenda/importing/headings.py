"""What organisers write over a column, and the field it means."""

#: Field -> the headings that mean it, folded.
HEADINGS = {
    "title_fr": "titre|titre francais|titre fr|titre en francais|nom|nom de l evenement|nom de l activite|evenement|activite|title fr|french title|title|name|event|intitule",
    "title_en": "titre anglais|titre en|titre en anglais|title en|english title|title english",
    "summary_fr": "resume|resume fr|resume francais|sommaire|description courte|summary|summary fr",
    "summary_en": "resume anglais|resume en|summary en|english summary",
    "text_fr": "description|texte|texte fr|texte francais|description fr|description francaise|details|text|text fr",
    "text_en": "texte anglais|texte en|description anglaise|description en|english description|text en",
    "accessibility_fr": "accessibilite|accessibility",
    "kind": "type|type d evenement|type d activite|categorie|genre|kind|category",
    "start": "debut|start|date et heure|date et heure de debut|date debut|date de debut|debut date|date|jour|start date|quand|when",
    "start_time": "heure|heures|horaire|heure debut|heure de debut|debut heure|start time|time|hours",
    "end": "fin|end|date fin|date de fin|fin date|end date|date et heure de fin",
    "end_time": "heure fin|heure de fin|fin heure|end time",
    "venue": "lieu|endroit|salle|nom du lieu|lieu nom|venue|place|location",
    "street": "adresse|lieu adresse|rue|address|street",
    "locality": "ville|municipalite|lieu ville|localite|city|town|municipality",
    "postal_code": "code postal|lieu code postal|postal code",
    "region": "region|region administrative|no region|administrative region",
    "capacity": "capacite|places|nombre de places|nb places|nb de places|max|maximum|capacity|seats",
    "online_url": "lien|lien de connexion|lien en ligne|lien zoom|lien teams|url|en ligne|online|link|online link",
    "key": "id|identifiant|uid|no|numero|code|reference|key",
    "measures": "mesure|mesures|measure|measures",
}
FIELD_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings.split("|")}
