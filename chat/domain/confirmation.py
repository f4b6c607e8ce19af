"""Recognising on the server, in seven languages, that the user says nothing but: create it.

Strict on purpose. Every word of the message must belong to a phrase of assent or to what people
put around one; a word that is in neither list (a figure, a name, a "but", a "not", a change)
makes it no confirmation. What is wrongly not recognised costs one more click; the other mistake
would create an invoice that nobody asked for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LONGEST = 120
_WORD = re.compile(r"[^\W_]+")
_QUESTION = re.compile(r"[?¿\uff1f\u061f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")

_ASSENT = {
    "en": (
        "create|create it|create the invoice|send it|ship it|issue it|finalize|finalize it|finalise|"
        "finalise it|confirm|confirmed|go ahead|do it|yes|yep|yeah|yup|sure|ok|okay|perfect|great|"
        "looks good|looks great|looks right|lgtm|all good|approved|approve|generate it|"
        "generate the invoice|proceed|that's right|that's correct|correct|sounds good|fine|that's fine|"
        "go for it|book it|exactly|absolutely|definitely|of course|awesome|excellent|wonderful|brilliant|"
        "lovely|cool|ready|it's ready|good to go|we're good|i'm happy|happy with that|post it|submit|"
        "submit it|generate|issue the invoice|send the invoice|finalize the invoice|finalise the invoice|"
        "create this invoice|yea|aye|spot on|that works|works for me|looks fine|looks perfect|all set|"
        "i approve|i confirm|confirm it|make it so|get it out|send it off|fire away|create that|yes please|"
        "lock it in|looks correct|all correct|seems right|looks ok|looks okay|good|nice|done|right|so good|"
        "yes create it|book it in|happy with it|happy with this|i am happy with it|no changes|"
        "nothing to change|no further changes|good as is|good as it is|that looks good|this looks good|"
        "it looks good|that looks right|this looks right|that looks great|this looks great|that is right|"
        "that is correct|that is fine|this is fine|this is correct|its good|its fine|its perfect|"
        "it is good|thats right|thats fine|thats perfect|thats it|thats good|thats correct|that is perfect|"
        "this is perfect|its correct"
    ),
    "es": (
        "crear|créala|crea la factura|créalo|envíala|envíalo|emítela|emite|emitir|confirmo|confirmado|"
        "confirmar|adelante|sí|si|vale|perfecto|genial|está bien|todo bien|correcto|de acuerdo|listo|lista|"
        "hazlo|hazla|dale|ok|okay|bien|muy bien|claro|por supuesto|exacto|finalízala|finaliza|mándala|"
        "aprobado|apruebo|así está bien|me parece bien|excelente|se ve bien|todo correcto|ya está|generar|"
        "genérala|genera la factura|emite la factura|puedes crearla|ya puedes crearla|la puedes crear|"
        "puedes emitirla|crea|procede|bueno|estupendo|está perfecto|está perfecta|envíala ya|fantástico|"
        "queda bien|todo en orden|eso es|conforme|sale|va|venga|sí por favor|puedes enviarla|manda|"
        "créala ya|confírmala|así es|se ve perfecto|confirma|adelante con ella|me gusta|envía la factura"
    ),
    "fr": (
        "créer|crée-la|crée la facture|crée|envoie-la|envoie|émets-la|émets|confirme|je confirme|confirmé|"
        "vas-y|allez-y|oui|ok|okay|d'accord|parfait|super|très bien|c'est bon|c'est parfait|génial|nickel|"
        "c'est ok|valide|validé|je valide|valide-la|tout est bon|bien|entendu|exactement|go|génère-la|"
        "génère|finalise|finalise-la|on y va|ça marche|c'est correct|correct|impeccable|bien sûr|ça me va|"
        "parfait comme ça|top|c'est tout bon|tu peux la créer|tu peux créer|tu peux l'envoyer|"
        "tu peux envoyer|approuvé|excellent|envoyez|ouais|c'est validé|bon pour moi|tout bon|lance|"
        "envoie la facture|tu peux y aller|créez-la|créez|fais-la|tu peux la générer|valider|envoyer|"
        "enregistre-la|conforme|ça a l'air bon|oui merci|oui c'est ça|c'est ça|tout est correct|"
        "tout est parfait"
    ),
    "de": (
        "erstellen|erstelle sie|erstell sie|erstelle die rechnung|erstell die rechnung|passt|passt so|"
        "sieht gut aus|ja|jawohl|genau|okay|in ordnung|perfekt|super|prima|abschicken|schick sie ab|"
        "schick ab|rausschicken|raus damit|bestätigt|bestätige|ich bestätige|mach das|mach es so|stimmt|"
        "stimmt so|alles klar|alles gut|los|gut|gut so|sehr gut|einverstanden|fertig|ausstellen|"
        "stell sie aus|stelle sie aus|freigeben|freigegeben|so machen|kann raus|kann so raus|richtig|"
        "korrekt|klingt gut|wunderbar|finalisieren|abschließen|schließ ab|top|anlegen|leg an|leg sie an|"
        "jep|jo|klar|toll|toll so|ja bitte|mach sie fertig|erstelle|erstell|schick sie raus|"
        "kannst du erstellen|kannst du so erstellen|so lassen|sende sie|schick los|freigabe|geht klar|"
        "das passt|sieht super aus|sieht perfekt aus|erzeugen|erstelle es|ja genau|bitte erstellen|"
        "ja gerne|gerne|ist gut|kannst du so abschicken|kannst du rausschicken|schicken|senden"
    ),
    "pt": (
        "criar|crie|cria|pode criar|crie a fatura|envie|envia|pode enviar|emita|emite|pode emitir|confirmo|"
        "confirmado|confirma|confirmar|sim|ok|okay|perfeito|ótimo|está bom|tá bom|está certo|tudo certo|"
        "certo|isso|isso mesmo|pode mandar|manda|mande|beleza|fechado|finaliza|finalize|finalizar|aprovado|"
        "aprovo|pode fazer|gera|gere|pode gerar|vai|vamos|claro|com certeza|excelente|legal|show|combinado|"
        "pode ser|concordo|correto|está perfeito|está ótimo|bom|muito bem|muito bom|parece bom|tudo bem|"
        "feito|pode seguir|prossiga|pode finalizar|avança|podes criar|podes enviar|podes emitir|"
        "cria a fatura|crie ela|pode criar a fatura|envie a fatura|manda ver|está tudo certo|tudo ok|"
        "emita a fatura|gere a fatura|ficou bom|ficou ótimo|maravilha|exato|sim por favor|está bem|boa|"
        "bora|tá certo|tá ótimo|pode prosseguir|tá perfeito|pode confirmar|confirma a fatura|emitir"
    ),
    "it": (
        "crea|creala|crea la fattura|creare|inviala|invia|emettila|emetti|confermo|confermato|conferma|vai|"
        "vai pure|sì|si|ok|okay|perfetto|va bene|ottimo|tutto bene|tutto a posto|tutto ok|giusto|corretto|"
        "esatto|d'accordo|procedi|procedi pure|mandala|manda|approvo|approvato|bene|benissimo|certo|"
        "finalizza|finalizzala|falla|puoi crearla|puoi inviarla|puoi emetterla|generala|genera|"
        "così va bene|fatto|fantastico|eccellente|mi piace|sembra giusto|a posto|certamente|"
        "emetti la fattura|puoi procedere|puoi creare|puoi inviare|creala pure|inviala pure|emettila pure|"
        "mandala pure|conferma pure|tutto giusto|tutto corretto|va benissimo|è perfetta|è perfetto|"
        "è giusto|è tutto ok|sì grazie|sì creala|sembra perfetto|invia la fattura|genera la fattura|"
        "registrala|assolutamente|confermala|crearla|perfetta|è corretta|è corretto|sembra tutto a posto|"
        "va bene così"
    ),
    "nl": (
        "maak aan|maak hem aan|aanmaken|maak de factuur|maak de factuur aan|verstuur|verstuur maar|"
        "stuur maar|versturen|bevestig|bevestigd|ik bevestig|ja|oké|oke|ok|okay|prima|perfect|goed|goed zo|"
        "ziet er goed uit|klopt|dat klopt|akkoord|doe maar|ga je gang|top|mooi|in orde|helemaal goed|juist|"
        "correct|uitstekend|maak maar aan|maak maar|finaliseer|rond af|afronden|goedgekeurd|genereer|super|"
        "zo is het goed|is goed|dat is goed|zeker|natuurlijk|geweldig|geregeld|jazeker|het klopt|"
        "alles klopt|je mag hem aanmaken|mag aangemaakt worden|mag verstuurd worden|creëer|maak hem|"
        "maak hem maar aan|stuur hem maar|verzend|verzend maar|verzenden|lijkt me goed|ziet er prima uit|"
        "ziet er perfect uit|helemaal top|helemaal prima|kan de deur uit|uitstekend zo|aanmaken maar|graag|"
        "ja graag|ja hoor|klinkt goed|fijn|akkoord zo|stuur de factuur|genereer de factuur|"
        "verstuur de factuur|verstuur hem|stuur hem|je kunt hem aanmaken|je mag hem versturen|"
        "maak hem definitief|definitief maken|zo goed|dit klopt|klopt helemaal|ga maar door|kan zo|"
        "vastleggen"
    ),
}

# What stands around assent without changing it. None of these is assent by itself.
_AROUND = {
    "en": (
        "please|pls|plz|now|then|thanks|thank you|thx|ty|and|so|it|the|invoice|this|that|for me|right away|just|you can"
        "|all|as is|oh|well|lets|let us|with it|to me|very|really|much|today|so much|cheers|many thanks|hi|great stuff"
        "|the draft|them over|straight away|immediately|mate|indeed|totally|on|with that|everything|team"
    ),
    "es": (
        "por favor|porfa|ya|gracias|la|lo|y|pues|entonces|así|muy|muchas gracias|todo|la factura|ahora|ahora mismo|que"
        "|me"
        "|tal cual"
    ),
    "fr": (
        "s il te plaît|s il vous plaît|stp|svp|merci|la|le|et|alors|maintenant|donc|tout|la facture|comme ça|beaucoup"
        "|tout de suite|tu peux|vous pouvez|moi|pour moi|ainsi|merci beaucoup|telle quelle"
    ),
    "de": (
        "bitte|danke|jetzt|dann|und|so|sie|es|die|rechnung|mal|alles|vielen dank|gleich|sofort|die"
        " rechnung|also|für mich|das"
        "|nun|ganz|du kannst|kannst du|gern|besten dank|dankeschön|na"
    ),
    "pt": (
        "por favor|já|obrigado|obrigada|a|o|e|então|assim|agora|a fatura|tudo|muito|favor|ela|você|tá|aí"
        "|valeu|por gentileza"
    ),
    "it": (
        "per favore|grazie|la|lo|e|allora|adesso|ora|così|tutto|la fattura|pure|subito|molto|mille|grazie mille|direi"
        "|dai"
    ),
    "nl": (
        "alsjeblieft|alstublieft|aub|bedankt|nu|dan|en|zo|de factuur|hem|het|maar|alles|dank je|dankjewel"
        "|meteen|de|factuur"
        "|direct|heel|erg|dank je wel|dank u|dank u wel|hoor|mij"
    ),
}


def _fold(text: str) -> str:
    """Words apart by one space: no case, accents, punctuation."""
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).casefold()
    text = "".join(character for character in text if not unicodedata.combining(character))
    # It's, that's and all's are one word each, however the apostrophe is written.
    text = re.sub(r"(?<=[a-z])['’‘`´](?=(?:s|re|m|ll|d|ve)\b)", "", text)
    return " ".join(_WORD.findall(text))


@cache
def _phrases(code: str) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    assent = frozenset(tuple(_fold(phrase).split()) for phrase in _ASSENT[code].split("|"))
    around = frozenset(tuple(_fold(phrase).split()) for phrase in _AROUND[code].split("|"))
    return assent, around


def is_confirmation(text: str) -> bool:
    """Whether the message is a confirmation and nothing else: no change, question, doubt or no.

    >>> [is_confirmation(t) for t in ("looks good, create it", "pode criar", "create it on Friday")]
    [True, True, False]
    """
    if len(text) > _LONGEST or _QUESTION.search(text):
        return False
    words = _fold(text).split()
    return bool(words) and any(_is_assent(words, *_phrases(code)) for code in _ASSENT)


def _is_assent(words: list[str], assent: frozenset[tuple[str, ...]], around: frozenset[tuple[str, ...]]) -> bool:
    """Whether phrases cover all words, at least one of them assent."""
    # reached[i]: the words before i can be covered; the value tells whether with assent.
    reached: dict[int, bool] = {0: False}
    for start in range(len(words)):
        if start not in reached:
            continue
        for end in range(start + 1, min(len(words), start + 6) + 1):
            phrase = tuple(words[start:end])
            if phrase in assent:
                reached[end] = True
            elif phrase in around:
                reached[end] = reached.get(end, False) or reached[start]
    return reached.get(len(words), False)
