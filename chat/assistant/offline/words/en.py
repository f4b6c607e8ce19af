"""English words."""

from __future__ import annotations

from chat.assistant.offline.language import Words

_UNITS = {
    "hour": "h|hr|hrs|hour|hours|hourly",
    "minute": "min|mins|minute|minutes",
    "day": "d|day|days|daily",
    "week": "wk|wks|week|weeks|weekly",
    "month": "mo|mos|mth|mths|month|months|monthly",
    "year": "yr|yrs|year|years|annum|yearly",
    "km": "km|kms|kilometer|kilometers|kilometre|kilometres",
    "mile": "mi|mile|miles",
    "kg": "kg|kgs|kilo|kilos|kilogram|kilograms",
    "word": "word|words",
    "page": "page|pages|pg|pgs|pp",
    "g": "g|gram|grams",
    "lb": "lb|lbs",
    "tonne": "tonne|tonnes|ton|tons",
    "litre": "l|litre|litres|liter|liters",
    "gallon": "gallon|gallons|gal",
    "m": "m|metre|metres|meter|meters",
    "ft": "ft|foot|feet",
    "yard": "yard|yards|yd",
    "m²": "m²|m2|sqm|square metres|square metre|square meters|square meter",
    "sq ft": "sq ft|sqft|square feet|square foot",
    "m³": "m³|m3|cubic metres|cubic metre",
    "acre": "acre|acres",
}

_CURRENCIES = {
    "$": "dollar|dollars|buck|bucks",
    "EUR": "euro|euros",
    "GBP": "pound|pounds|quid|sterling|pounds sterling",
    "JPY": "yen",
    "INR": "rupee|rupees",
    "CHF": "franc|francs|swiss franc|swiss francs",
    "BRL": "real|reais",
    "CNY": "yuan|renminbi|rmb",
    "KRW": "won",
    "ZAR": "rand",
    "AED": "dirham|dirhams",
    "PLN": "zloty|zlotys|zł",
    "MXN": "peso|pesos",
    "kr": "krona|kronor|krone|kroner",
    "USD": "us dollar|us dollars|american dollars",
    "CAD": "canadian dollar|canadian dollars",
    "AUD": "australian dollar|australian dollars|aussie dollars",
    "NZD": "new zealand dollars",
    "c": "cent|cents",
    "GBp": "penny|pence",
}

_NUMBERS = {
    "zero": 0,
    **{
        word: value
        for value, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ],
            1,
        )
    },
    **{
        word: value * 10
        for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
    },
    "fourty": 40,
    "fourtyfive": 45,
}

_PHRASES = {
    # Numbers
    "number_and": "and",
    "one": "a|an|one",
    "minus": "minus|negative",
    "percent": "percent|per cent|pct",
    # Asking for an invoice, and whose it is
    "bill_verb": "invoice|bill|charge|re-invoice|invoicing|billing|charging|invocie|invoce|invioce|inovice|invoise|inoice|biil|chrage|charg|invioice|inv",
    "invoice_noun": "invoice|invoices|bill|inv|invocie|invoce|invioce",
    "make": "send|make|create|draft|prepare|write|raise|issue|do|generate|give|draw up|need|want|get|new|put together"
    "|knock up|start|drafting|making|write up|cut|set up|like",
    "polite": "please|pls|plz|kindly|can you|could you|would you|will you|can u|could u|i need|i want|i'd like"
    "|i would like|we need|let's|lets|hi|hello|hey|hi there|thanks|thank you|thx|ty|ok|okay|so|just|to|you to|also"
    "|go ahead and|dear|quick one|good morning|morning|cheers|i need to|i have to|i want to|we should|now|next"
    "|best|regards|kind regards|best regards|many thanks|thanks a lot|thanks so much|much appreciated|tia",
    "article": "a|an|the|some|my|our|one|this|that|his|her|their|your",
    "to": "to|for|out to|on|up|over to",
    "name_for": "for|to",
    "from_name": "from|to|for|at|with",
    "name_stop": "for|at|on|due|with|plus|from|that|which|who|wants|wanted|needs|needed|owes|owe|ordered|asked|net|by"
    "|about|re|regarding|including|incl|covering|against|payable|dated|is|was|are|were|has|had|have|it|its|please|pls"
    "|in|as|an|a|my|our|their|because|but|when|if|since|once|i|we|they|he|she|under|using|based|today|tomorrow"
    "|yesterday|total|per|each|via|instead|not|no|now|only|then|bought|hired|booked|will|would|should|thanks|to"
    "|less|minus|again|another|same|also|both|all|just|po|ref|quoting|paid|via|bill|invoice|charge|tax|vat|gst"
    "|email|e-mail|cc|attn|covers|add|include|usual|like|got|get|gets|took|takes|received|requested|said|so|us|dollars",
    "name_link": "of|the|and|de|la|le|von|van|der|den|del|di|da|do|du|des|los|las|y|e|et|und|en|for|in|on|at|by|to|n",
    "name_tail": "inc|llc|ltd|gmbh|llp|plc|corp|co|limited|incorporated|pty|sa|sarl|srl|bv|ag|kg|lp|pc|pllc|s.a|s.l"
    "|ltda|spa|sas|nv|ug|company|corporation",
    "wants": "wants|want|needs|need|owes|owe|ordered|asked for|bought|hired|requested|booked|would like|took|purchased"
    "|got|gets|had|has asked for|asked me for|commissioned|owes us|owes me|is buying|engaged|used|rented",
    "customer_label": "client|customer|bill to|billed to|invoice to|sold to|attn|client name|customer name|to"
    "|company|account|recipient|charge to|client is|customer is|the client is|the customer is|for the client"
    "|invoice for|for client|for customer|bill|invoice",
    "item_lead": "for|at|on|in|by|to|and",
    "to_me": "me|us|up",
    "that": "that|so|and|also",
    "new": "new|quick|draft|final|proper|small|single|separate|another|one|invoice|first",
    "pronoun": "i|we|you|he|she|they|it|my|his|her|their|our|your|this|that|these|those|what|who|how|why|when|where|there|here|not|yes|let|do|does|did|can|could|would|should|will|me|them|him|us|the|a|an",
    "customer_noun": "client|customer|company|buyer|recipient|bill-to|name",
    "nobody": "my client|the client|client|a client|my customer|the customer|customer|a customer|them|him|her|me|us"
    "|you|someone|somebody|it|this|that|everyone|everything|myself|my friend|a friend|the guy|the same|the usual"
    "|these|those|new client|a new client|the new client|same client|one of my clients|work|services|service|the following"
    "|following|my services|the work|invoice|last|yesterday|today|everyone|all|clients|the client below|last month|each|his|their|one|another",
    # Lines
    "at": "at|@",
    "each": "each|ea|apiece|a piece|a pop|per piece|per unit|each one|per item|pc|per head|per person|a head|every",
    "per": "per|a|an|every",
    "of": "of",
    "for": "for",
    "and": "and|plus|also|as well as|along with|then|with|&|together with|and also",
    "per_strict": "per",
    "per_any": "per",
    "day_word": "day|daily",
    "document": "timesheet|time sheet|work log|worklog|hours|job sheet|delivery note|statement|order|invoice|bill|new invoice|invoice draft|summary|hours log",
    "indefinite": "",
    "before_one": "this|that|the|which|quick|last|first|second|third|fourth|fifth|other|each|every|no|new|another|good|right|wrong|any|next|only|big|small",
    "makes": "equals|makes|comes to|that's|totalling|totaling",
    "rate_adjective": "hourly|daily|weekly|monthly|yearly",
    "remark": "paid|yesterday|today|tomorrow|thanks|please|you|we|i|they|he|she|it|was|is|are|were|will|can|know|asap|me|my|them|client|job|need|let",
    "lead": "they're|it is|they are|that's|thats|its|for|of|with|on|to|in|at|was|is|are|were|costs|cost|charged|priced|price|worth|from|the|a|an|some|my|our"
    "|their|your|and|plus|also|as well as|along with|another|add|additional|it's|its|i did|we did|did|we|i|by|about"
    "|regarding|re|doing|then|covering|which|comes|came|including|include|includes|item|items|line|this|that|made|per"
    "|rate|total|each|billed|x|qty|quantity|service|services|will|be|should|hourly|only|just|ea|flat|fee of|please|done",
    "trail": "for|of|with|on|to|in|at|was|is|are|were|costs|cost|charged|priced|price|worth|from|the|a|an|my|our|and"
    "|plus|also|by|each|ea|apiece|flat|total|per|which|that's|thats|x|it's|rate|as|billed|comes|came|qty|quantity|please"
    "|a flat|about|around|only|will|be|should|this|that|all|just|cost us|did|i|we|both|priced at|thanks|pls|valued|then|if",
    "rate_only": "rate|my rate|our rate|hourly rate|day rate|daily rate|the rate|all|both|charged|everything|price"
    "|all of it|each|rate is|billed|usual rate|standard rate|at",
    "unpriced": "price tbd|tbd|tbc|price to be confirmed|to be confirmed|price later|price to follow|not sure of the price"
    "|price unknown|price to come|will confirm price|no price yet|i'll confirm the price|to be determined|amount tbd"
    "|amount to follow|not priced yet",
    "free": "free|free of charge|no charge|at no charge|complimentary|gratis|on the house|for free|on us|n/c",
    "designator": "phase|chapter|part|version|model|level|room|unit|floor|route|lot|no|number|week|day|stage|year|type"
    "|size|grade|series|iphone|windows|zone|class|step|sprint|milestone|week|episode|season|volume|section|module"
    "|quarter|batch|suite|apartment|apt|building|flat|option|plan|tier|channel|track|studio|ticket|order|job|project",
    "line_total": "total|in total|all in|altogether|all together|flat|together|in all|all up|for the lot|the lot",
    # Terms and dates
    "due": "due|payable|pay by|to be paid|payment due|payment by|due date|payment is due|due by|deadline|pay|paid by"
    "|to pay|payment|settle|settled|be paid|should be paid|needs to be paid|invoice due|pay before|payment deadline"
    "|due on|payable by|must be paid|due date is|is due|falls due|payment date",
    "by_date": "by|before|no later than|until|not later than",
    "to_pay": "to pay|terms|credit|net|payment terms|for payment|payment|to settle",
    "terms": "net|terms|payment terms|terms are|terms of|terms net|payment term|terms: net|n|on terms of|give them"
    "|credit terms",
    "on_receipt": "due on receipt|payable on receipt|upon receipt|on receipt|due upon receipt|due immediately"
    "|payable immediately|immediate payment|due now|due straight away|due right away|payment on receipt|due at once"
    "|cash on delivery|payable upon receipt|due when received|pay on receipt|payment due immediately|due today",
    "issue": "dated|date it|invoice date|issue date|issued|date the invoice|issued on|date of issue|issue it|backdate it"
    "|backdate|dated as of|with date|date this|date that|date|date it as|backdated to|dated the|issue it on|date for it"
    "|backdate to|backdate it to|dating it|bill date|invoice dated|postdate it|post-date it|the invoice date is",
    "service_date": "performed|completed|done on|delivered|finished|performed on|done|completed on|delivered on|held on"
    "|carried out on|carried out|on|installed on|worked|worked on|visited|from|happened on|took place on|finished on"
    "|did on|service date|date of service|work date|supplied|supplied on|fitted on|serviced on|provided on|since"
    "|between|started|starting|until|through",
    "date_fill": "on|by|is|be|to|the|date|before|in|within|of|for|at|no later than|latest|it|should|as|net|from|set"
    "|with|and|within the next|after|not later than|payment|till|until|now|made|made by|actually|really|falls"
    "|coming|due|no later|will|would|invoice|paid|to be",
    "today": "today",
    "tomorrow": "tomorrow|tmrw|tomorow|tmr",
    "yesterday": "yesterday",
    "next": "next",
    "this": "this|this coming|coming|the coming",
    "last": "last",
    "in": "in|within",
    "business": "business|working|work",
    "from_today": "from today|from now|from tomorrow|of today",
    "from_invoice": "from invoice date|after invoice|from the invoice date|after the invoice date|from issue|after issue"
    "|from date of invoice|after invoice date|from receipt|of invoice|of receipt|net",
    "end_of_month": "end of month|end of the month|end of this month|eom|month end|month's end|the end of the month"
    "|the end of this month|last day of the month|the last day of the month|last day of this month",
    "end_of_next_month": "end of next month|the end of next month|next month end|last day of next month|next month's end",
    "first_of_next_month": "first of next month|the first of next month|1st of next month|the 1st of next month"
    "|first day of next month|the first day of next month|beginning of next month|start of next month",
    "end_of_week": "end of the week|end of week|end of this week|eow",
    "end_of": "end of|the end of|last day of",
    "end_of_year": "end of the year|year end|end of year|end of this year",
    "the": "the",
    "day_of": "of",
    # Tax
    "tax": "sales tax|tax|vat|gst|hst|pst|consumption tax|service tax|sales-tax|taxes|v.a.t.|gst/hst|qst|jct|igst"
    "|cgst|state tax|local tax|value added tax",
    "tax_included": "including|included|incl|incl.|inclusive|inclusive of|includes|inc|inc.|inclusive|incl of|gross"
    "|already includes|already included|price includes|prices include|prices including|all in",
    "tax_excluded": "plus|excluding|excl|excl.|exclusive of|ex|ex.|exclusive|before|on top|+|not including|net of",
    "tax_add": "plus|add|with|at|and|+|charge|apply|use|put|of|incl|include|taxed at|taxed|a|the",
    "taxed": "taxed at|taxable at|taxed|with tax at|taxed @",
    "no_tax": "no tax|tax exempt|tax-exempt|tax free|tax-free|vat exempt|zero-rated|zero rated|without tax|exempt from tax"
    "|no vat|without vat|vat free|vat-free|no gst|gst free|gst-free|no sales tax|don't charge tax|do not charge tax"
    "|don't add tax|no tax on this|exempt|remove the tax|remove tax|take the tax off|take off the tax|drop the tax"
    "|no taxes|remove the vat|drop the vat|not taxable|nontaxable|non-taxable|untaxed|not taxed|skip the tax|skip tax"
    "|0-rated|outside the scope of vat|remove vat|exempt from vat|exempt from sales tax|sales tax exempt|gst exempt"
    "|without gst|no hst|don't charge vat|don't add vat|they're exempt|take the vat off|delete the tax|zero tax|tax-exempted",
    "reverse_charge": "reverse charge|reverse-charge|reverse charged",
    "untaxed": "untaxed|not taxed|tax free|tax-free|non-taxable|nontaxable|not taxable|exempt|no tax|tax exempt|zero-rated"
    "|without tax|no vat|zero rated|vat free|vat exempt|no gst|tax-exempt|without vat|no sales tax",
    "not_on": "but not on|not on|except on|except|excluding|but not|not for|but not for|but no tax on|other than"
    "|except for|no tax on|don't tax|do not tax|no vat on|without tax on|apart from|no sales tax on|no gst on"
    "|is tax exempt|not including|isn't taxed|is not taxed|is exempt|are exempt|isn't taxable|is not taxable|is tax-free",
    "only_on": "only on|on only|on the|on|for the|just on|applied to|applies to|only for|applies only to|but only on"
    "|applied only to|on just|to the|on top of the",
    "only": "only",
    "not_on_tax": "no tax on|no vat on|no gst on|no sales tax on|don't tax|do not tax|without tax on|don't charge tax on|don't charge vat on|no tax for|take the tax off",
    "tax_rate_word": "rate|rate is|rate of|should be|is|was|to be|of|at|to|be|rate should be|should have been|needs to be|as",
    "all_in_tax": "tax-inclusive|vat-inclusive|gst-inclusive",
    "before_tax": "tax-exclusive|pre-tax|ex-vat",
    "is_untaxed": "isn't taxed|is not taxed|is exempt|are exempt|isn't taxable|is not taxable|is tax-free|is tax exempt"
    "|are not taxed|aren't taxed|is untaxed|are untaxed|is not taxable|should not be taxed|shouldn't be taxed|is tax free"
    "|are tax free|are tax exempt|is zero-rated|is zero rated|are zero-rated|has no tax|has no vat|are not taxable|is vat exempt",
    # Discount
    "discount": "discount|rebate|reduction|off|concession|markdown|disc",
    "discount_off": "off|discount|rebate|less|reduction",
    "off_word": "off|discount|off of|rebate|reduction",
    "discount_kind": "early-bird|early bird|loyalty|friends and family|volume|bulk|family|trade|charity|nonprofit|repeat"
    "|student|seasonal|returning customer|goodwill|special|courtesy|introductory|member|new client|new customer|one-time|senior|staff|holiday|multi-buy|package|long-term|preferred|repeat-client|intro|referral|winter|summer|spring|autumn|launch|partner|friend|mates|mate's|additional",
    "take": "take|knock|give|deduct|subtract|apply|minus|less|add|with|and|offer|a|an|the|at|shave|of|them|him|her|"
    "include|put|also|plus",
    "less": "less|minus|deduct|subtract",
    "whole": "everything|the total|the whole|total|the invoice|invoice|the bill|the lot|whole|all|it all|subtotal"
    "|the subtotal|the whole thing|the order|all items|all of it|it|the entire|the entire invoice|overall|entire|the price|bill|the whole lot|that|this|both|this one",
    "scope": "off|on|on the|off the|for the|from the|off of|off of the|for|from",
    "early": "if paid|if you pay|if they pay|when paid|for early payment|for payment within|for paying|if settled|for prompt",
    # Deposit
    "deposit": "deposit|retainer|down payment|downpayment|advance|part payment|prepayment|part-payment|partial payment"
    "|advance payment|payment|upfront payment|pre-payment|installment|instalment|first payment|booking fee|holding deposit",
    "received": "received|paid|already paid|got|has paid|have paid|in hand|collected|they paid|already received|has been paid"
    "|prepaid|was paid|has already paid|have already paid|we received|already got|we've had|already gave|sent"
    "|they already paid|they've paid|they have paid|gave me|was received|taken|already taken|has been received|put down"
    "|they've already paid|i received|they sent|on account|transferred|pre-paid|they put down|they gave us|client paid|customer paid|handed over|came in|i got|i've received|banked|already in",
    "subtract": "less|minus|after|deduct|subtract|net of|take off|excluding|credit|apply|applying|against|with|had|has",
    "part_of": "of|on|for|upfront of|up front of|upfront on|deposit on|deposit for|in advance of|up front on|advance on|upfront for|up front for|upfront|up front",
    "advance": "upfront|up front|in advance|advance|as a deposit|as deposit|already|down|towards it|so far|as a retainer|on account|to date|by bank transfer|in cash",
    "not_received": "required|requested|needed|due|to be paid|must be|refundable|will be|payable|wants|needs",
    "they": "they|he|she|we|i|client|the client|customer|the customer|already|have|has|i have|we have|they have|i've|we've|they've",
    "part_billing": "upfront of|up front of|upfront on|deposit on|deposit for|in advance of|of the|of a|of our|up front on"
    "|deposit of the|advance on|deposit invoice for|deposit invoice on|of their|of his|of her|upfront for|advance for|of an agreed|up front for",
    # Totals
    "total": "total|totals|grand total|total due|total amount|amount due|balance due|totalling|totaling|in total"
    "|for a total of|total of|total is|total should be|total comes to|the total is|comes to|altogether|adds up to|sum"
    "|overall total|total price|invoice total|it all comes to|that comes to|should come to|total comes out at|that makes"
    "|which makes|subtotal|total to pay|balance|that's|so that's|so|should total|should be a total of|invoice amount|add up to|total cost|works out at|work out to|works out to|sums to|a total of|which is|coming to|makes",
    "total_after": "total|in total|all in|altogether|all together|all told|in all|overall|total due|grand total|all up"
    "|total for everything|for everything|for the lot|as the total",
    # Purchase order, notes, contact
    "po": "po|p.o.|purchase order|po number|purchase order number|po no|po no.|their po|order number|order no|p.o|po #"
    "|customer po|purchase-order|po num|ponumber|po ref|po is|order ref|order reference|po reference|purchase order no",
    "po_lead": "against|under|ref|reference|quote|quoting|with|their|on|for|per|use|add|and|set|change|our|include|the|is",
    "po_fill": "number|no|no.|ref|num|is|to|of|should be|as|it is|was",
    "no_po": "no po|without po|without a po|no purchase order|no po number|remove the po|there's no po|no p.o.|remove po",
    "note_lead": "put a note saying|add a note saying|add a note that|add a note|add note|note saying|with a note saying"
    "|with the note|note|notes|memo|include a note|include the note|put a note|with note|with a note|add the note"
    "|put in a note saying|comment|add this note|include a note saying|leave a note saying|message|add the message"
    "|include the message|footer|remarks|and note|write in the notes|in the notes|put in the notes|a note that"
    "|notes should say|the note should say|include a note that|with a note that|please note on it|note on it|note that|add to the notes|a note saying|put this note|note to say|leave a note|stick a note on saying|note for them|write|say",
    "note_put": "put|add|include|write|leave|with|attach|insert|stick",
    "note_verb": "saying|that says|that|which says|reading|stating|to say|says|should say|along the lines of|as follows|with",
    "no_note": "remove the note|remove the notes|delete the note|no note|drop the note|delete the notes|remove note",
    "late_fee": "late fee|late fees|late payment|late charge|late payments|interest|late-payment|overdue|penalty|late-fee"
    "|late payment interest|per month overdue|finance charge",
    "email_lead": "email|e-mail|mail|email address|e-mail is|their email is|email is|send to|at|cc",
    "address_lead": "address|billing address|bill-to address|located at|their address is|address is|at|based at|of"
    "|mailing address|his address is|her address is|whose address is|the address is|addr|postal address|office at|street address|in",
    "phone_lead": "tel|phone|mobile|cell|telephone|fax|call|ph|whatsapp|mob|ring|text",
    "tax_id_lead": "vat no|vat number|vat id|tax id|ein|abn|gstin|vat reg|vat reg no|tax number|company no|company number"
    "|company reg|registration|account|account no|acct|iban|bic|sort code|sort|swift|ref|reference|invoice no|invoice number|invoice #|ticket|case|quote|quote no|estimate|contract|job no|job number|order confirmation|siret|routing|job ref|customer no|customer number|client no|member|membership no|quotation|ref no|our ref|your ref|reg no",
    # Earlier invoices
    "repeat": "same as last time|same again|the usual|same as before|repeat last|repeat the last|same as last month"
    "|repeat last month's|as last time|same thing as last|same invoice as|like last time|like last month|usual invoice"
    "|repeat the previous|same as last|same again as last|repeat of last|copy last|copy the last|duplicate last|duplicate"
    "the last|repeat my last|repeat the|their usual|same as the last|as usual|again like last|repeat invoice|previous"
    "invoice again|the same invoice|identical to last|last invoice again|same stuff as|same deal|rerun|re-run|repeat"
    "|same invoice|usual|same order as|same items as|clone|recurring|do the same|redo|exactly like last|just like last",
    # Corrections
    "change": "change|make|update|set|correct|fix|adjust|edit|should be|raise|lower|reduce|increase|bump|switch|modify"
    "|should have been|should say|put|amend|revise|move|drop",
    "be": "should be|is|was|to|be|are|it's|its|becomes|into|at|should have been|as|=|should say|needs to be|must be|:"
    "|ought to be|actually|will be|now|up to|down to|by|meant to be|supposed to be|should read|has to be|costs|needs",
    "make_that": "make that|make it|make this|make them|make those|it should be|that should be|should be|it's|it is|i mean"
    "|i meant|sorry|actually|change it to|change that to|no|it was|that's|there were|there are|should have been|oops"
    "|change to|rather|wait|i said|set it to|correction|only|we did|it was actually|no wait|actually it's|actually it was"
    "|it's actually|make|actually make it|actually make that|they were|let's say|let's make it|let's do|bump it to"
    "|bump that to|update it to|update that to|switch it to|raise it to|lower it to|change|and|the|to|more like|reduce it to|increase it to",
    "instead": "instead of|not|rather than|instead|and not|in place of",
    "not_word": "not",
    "remove": "remove|delete|drop|take off|take out|scrap|cancel|lose|never mind|nevermind|forget|forget about|leave out"
    "|skip|cut|get rid of|strike|without|ditch|kill|erase|no|nix|exclude|omit|leave off|take away|don't include"
    "|do not include|don't charge for|don't bill|axe|pull|strip|remove the|eliminate|forget the|no need for|take|rid of|bin|don't need|scratch|dump|chop|minus|knock off",
    "off_tail": "off|out|away|from it|from the invoice|from there",
    "add": "add|also|plus|include|another|additionally|and|throw in|tack on|put in|as well as|put on|i also|we also|oh and"
    "|and also|one more thing|append|stick on|chuck in|put|extra|insert|don't forget|forgot|i forgot|there's also|there is also|bill also|and add|please add|can you add|could you add|also add|plus add",
    "add_verb": "add|also|include|throw in|tack on|put in|append",
    "then": "then|and then",
    "as": "as",
    "but": "but",
    "it": "it|that|this|them|that one|this one",
    "another": "another|a further|an extra|an additional",
    "put": "back",
    "remove_tail": "off|out|away|goes|can go|has to go|needs to go",
    "ordinal_any": "first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th",
    "change_customer": "change the customer to|change customer to|change the client to|change client to|change the customer name to|change the name to|set the customer to|switch the customer to|update the customer to|make the customer|make the client|customer should be|client should be|the customer should be|the client should be",
    "more": "more|extra|additional|further|another",
    "line_word": "line|item|row|entry|position|product|service|one|#|no|number|line item",
    "ordinal_first": "first|1st",
    "ordinal_second": "second|2nd",
    "ordinal_third": "third|3rd",
    "ordinal_fourth": "fourth|4th",
    "ordinal_fifth": "fifth|5th",
    "ordinal_sixth": "sixth|6th",
    "ordinal_last": "last|final|latest|bottom",
    "ordinal_other": "other",
    "quantity_word": "quantity|qty|count|number|amount of|number of|hours|days|how many|units",
    "price_word": "price|rate|unit price|cost|hourly rate|day rate|amount|fee|charge|daily rate|unit cost|price per hour|per hour|costs|value",
    "description_word": "description|name|title|label|text|wording|called|rename|describe|call",
    "rename": "rename|call|describe|relabel|reword|retitle|title",
    "customer_word": "customer|client|company|name|customer name|client name|bill-to|recipient|invoice|bill",
    "wrong_customer": "wrong customer|wrong client|wrong name|wrong company|not for|the wrong customer|the wrong client|incorrect customer|wrong one",
    "customer_is": "it should be|it's for|its for|it is for|this is for|it should go to|change the customer to|that's for|customer should be"
    "|change customer to|change the client to|client should be|bill it to|make it out to|invoice it to|the customer is"
    "|the client is|client is|customer is|the name is|name is|it's actually for|it should be for|this should be for|switch the customer to"
    "|make it for|actually for|should be|bill to|send it to|for|change client to|make that out to|should be billed to|goes to|should go to|address it to"
    "|change the customer name to|change the name to|customer name is|actually it's for|actually this is for|put it under|i meant|meant|set the customer to|swap the customer to|update the customer to|their name is|the company is|company is|that was for|bill this to|issue it to|billed to|make the customer|make the client|actually bill|bill|invoice|charge",
    "undo": "undo|undo that|undo this|undo it|undo the last change|revert|revert that|take that back|go back|undo last"
    "|undo last change|revert the last change|roll back|roll that back|reverse that|undo please|please undo|go back one"
    "|change it back|change that back|scratch that|undo the change|i take that back|actually undo that|oops undo|oops, undo|put it back to what it was|put it back the way it was|as it was before|back to how it was|never mind that change|ctrl z|undo my last change|revert it|reverse the last change|reverse it",
    "put_back": "put it back|put back|put them back|bring back|add it back|restore|put that back|bring it back|add back|re-add"
    "|bring them back|put those back|restore it|reinstate|readd|add that back|add them back|put the|bring the|keep",
    "back": "back|back in|back on|again",
    "start_over": "start over|start again|start fresh|start from scratch|begin again|clear everything|clear the draft"
    "|reset|wipe it|start afresh|clear it|scrap it and start over|scrap it all and start again|from scratch|begin from scratch|clean slate|restart|wipe the draft|empty the draft|clear it all|let's start over|start all over|reset the draft|reset everything|scratch everything|wipe everything|do over",
    "cancel_all": "cancel|cancel it|cancel that|cancel this|cancel the invoice|cancel this invoice|forget it|forget about it"
    "|never mind|nevermind|drop it|scrap it|scrap that|discard|discard it|discard the draft|discard this|delete it|delete the draft"
    "|delete this draft|delete the invoice|throw it away|abandon it|don't bother|no longer needed|forget the whole thing"
    "|cancel the whole thing|scrap the invoice|scrap the whole thing|drop the invoice|drop the whole thing|abort|forget this"
    "|forget the invoice|trash it|bin it|stop|quit|don't need it anymore|i don't need it anymore|i don't need this anymore|we don't need it|cancel everything|cancel all of it|forget everything|kill it|drop this invoice|drop the draft|scrap this|scrap the draft|cancel the draft|delete this|delete this invoice|discard the invoice|leave it|call it off|let's drop it|don't want it|no invoice needed|don't want this invoice anymore|don't invoice them|don't bill them|i don't want it anymore|throw it out|toss it|get rid of it|remove the draft|remove it all|trash this|void it|nix it|the deal fell through|deal's off",
    "cancel_fill": "nah|no|actually|ok|okay|oh|well|please|pls|just|you know what|hmm|sorry|let's|lets|changed my mind|i changed my mind|on second thought"
    "|then|after all|thanks|for now|altogether|entirely|completely|all|it|that|we can|can you|could you|yeah|um|uh|and|so|i|want to|wait|stop|the whole thing|don't need it|today|now|instead|they backed out|client cancelled|forget|the client cancelled|never mind|nevermind|i'd like to|i want to|i'll|i've|ugh|anymore|hold on|whole|thing|with this|we've|we|client|pulled out|they|cancel|drop|about|one|the|this|draft|invoice",
    # Confirming
    "confirm_verb": "create|send|ship|issue|finalize|finalise|confirm|generate|make|book|submit|post|go ahead|do it|proceed|yes|approve",
    "hedge": "not|don't|dont|do not|no|wait|hold|but|maybe|perhaps|before|first|if|unless|almost|later|until|once|when"
    "|can|could|would|should|why|what|how|who|is|are|does|did|yet|never|stop|instead|change|except|after|think|might|nearly|tomorrow|soon|without|cancel|isn't|aren't|won't|can't|hmm|let me|check|see|show|preview|hang|just|draft|only|wrong|however|although|though|sure|which|where|add|remove|delete|another|other|more|nope|nah|hesitate|guess|double|then|again|any|anything|still|same|mark|paid|copy|undo|also",
    # Others
    "not_yet": "not yet|hold on|wait|hang on|not now|hold off",
    "not_yet_fill": "it|the|you|me|i|to|that|this|let|minute|moment|sec|second|want|look|at|over|have|need|think|about|just|anything|please|do|am|m|t|for|on|and|so|so far|with|my|boss|client|partner|ask",
    "contraction": "re|ll|ve|s|m|d|t",
    "greeting": "hi|hello|hey|good morning|good afternoon|good evening|yo|howdy|greetings|hi there|hey there|morning|sup"
    "|how are you|how's it going|what's up|thanks|thank you|cheers|thx|ty|nice|cool|great|there|bonjour|hola|hallo|ciao|help|test|testing",
    "question": "who|what|what's|whats|where|when|why|how|which|is|are|does|did|do|can|could|would|should|will|whose|am|was|were|has|have|tell me|explain",
    "override": "ignore|forget|disregard|override|bypass|overlook|pretend|act as|you are now|new instructions|neglect",
    "rules": "instructions|instruction|prompt|rules|rule|guidelines|programming|system|directives|previous messages|above|restrictions|limits|everything above|all of the above|what you were told|policy|policies|safeguards|constraints|orders|context",
    "own_secrets": "system prompt|your instructions|your prompt|your rules|hidden prompt|initial prompt|your configuration|api key|api keys|password|passwords|secret|secrets|credentials|developer mode|jailbreak|your system|your guidelines|environment variables|your tools|database|source code|rate limit|rate limits|other users|other user|other customers|other tenants|another tenant|another user|other accounts|admin mode|access token|tokens|debug mode|root access|all customers|your training",
    "forbidden": "mark it paid|mark as paid|mark it as paid|marked as paid|mark this paid|mark paid|mark this as paid|mark the invoice as paid|mark the invoice paid|as paid"
    "|delete all|delete every|wipe all|delete my|transfer|wire|refund|pay out|send money|move money|list all|list my|show all|show me all|show my"
    "|export all|give me access|raise my limit|increase my limit|upgrade my|every price|all prices|all amounts|set the price of every|set all|make all prices|mark all|is paid in full|paid in full|void invoice|void all|delete invoice|which invoices|who owes|how much did|list the|list every|email everyone|email all|email every|forward all|forward every|forward this|unpaid invoices|overdue invoices|grant me|approve all|withdraw|pay invoice|mark inv|mark invoice|cancel invoice|delete customer|delete the customer|change my password|reset my password|my account balance|bank balance|show invoices|show the last invoice|all my|all our|every customer|every invoice",
    "system_voice": "system|assistant|admin|administrator|developer|root|ai|bot|chatgpt|note to ai|attention ai|to the ai|to the assistant|system message|system note|system override|important",
    # Pasted tables
    "col_description": "item|items|description|desc|service|product|task|work|details|what|article|activity|line|particulars|job|item description|services|goods|products|work done|notes on work|title|name",
    "col_quantity": "qty|quantity|count|units|no|number|pcs|pieces|q|nos|#|amount of units|how many",
    "col_hours": "hours|hrs|hour|time|duration|h|hours worked",
    "col_days": "days|day count",
    "col_price": "price|rate|unit price|each|cost|unit cost|price each|hourly rate|per unit|unit|fee|price per unit|rate/hr|rate per hour|day rate|@|price/unit|unit rate|cost each",
    "col_amount": "amount|total|line total|sum|subtotal|ext|extended|line amount|total price|net|value",
    "col_unit": "unit|uom|unit of measure|measure|units",
    "col_tax": "tax|vat|tax rate|vat rate|tax %|vat %|gst",
    "col_discount": "discount|disc|disc %|discount %",
    "col_date": "date|day|when|dates",
    "key_customer": "client|customer|bill to|company|invoice to|to|for|customer name|client name|bill-to|name|billed to|account|buyer|sold to|recipient|attn",
    "key_email": "email|e-mail|mail|contact email|email address|contact|client email|customer email",
    "key_address": "address|billing address|customer address|client address|addr|location",
    "key_due": "due|due date|payment due|pay by|payable by|deadline|payment date",
    "key_terms": "terms|payment terms|net|payment term|credit terms|payment",
    "key_issue": "date|invoice date|issue date|dated|issued|date of issue",
    "key_po": "po|po number|purchase order|p.o.|po no|order number|po #|order no|purchase order number|po ref",
    "key_tax": "tax|vat|tax rate|vat rate|gst|sales tax|hst",
    "key_discount": "discount|disc|rebate",
    "key_notes": "notes|note|memo|comment|comments|remarks|message",
    "key_currency": "currency|cur|ccy",
    "key_total": "total|grand total|amount due|balance due|subtotal|sum|total due|invoice total|balance",
    "key_deposit": "deposit|paid|deposit paid|retainer|already paid|amount paid|deposit received|prepaid|down payment",
    "key_price": "rate|price|unit price|hourly rate|amount|cost|fee|day rate|price each|charge|per hour|each",
    "key_quantity": "qty|quantity|count|hours|hrs|days|units|number|no of units|number of units|pieces|how many|time|duration",
    "key_unit": "unit|uom",
    "key_description": "service|description|item|task|work|product|job|what|details|for the work|item name|scope|activity|project|re|subject",
    "key_ignore": "tel|phone|mobile|from|sent|subject|cc|vat no|tax id|ref|reference|re|vat number|website|web|date sent|bcc|account number|iban|bank|reply-to",
    "currency_word": "currency|in|all in|prices in|bill in|invoice in|amounts in|billed in|everything in|currency is|currency to|to|use|payable in|price in|charge in|priced in|switch to|convert to|figures in|make it|make that|change it to|in currency|quoted in",
}

_REPLIES = {
    "begun": "Here is a draft for {customer}.",
    "begun_nobody": "Here is a draft.",
    "changed": "Done, I changed the draft.",
    "unchanged": "The draft is as it was.",
    "added": "Added: {what}.",
    "removed": "Removed: {what}.",
    "undone": "I took back the last change.",
    "nothing_to_undo": "There is nothing to undo.",
    "put_back": "I put it back: {what}.",
    "nothing_to_put_back": "There is nothing to put back.",
    "started_over": "The draft is empty again. Who is the invoice for, and what did you do?",
    "cancelled": "All right, I dropped this draft.",
    "refused": "I can only help with writing invoices here. Tell me who it is for, what you did and the price.",
    "refused_draft": "I can't do that here; the draft is as it was.",
    "greeting": "Hello! Tell me who the invoice is for, what you did and the price, and I will draft it.",
    "not_understood": "I did not find anything for an invoice in that. Say it like: invoice Acme for 3 hours of design at 80 an hour.",
    "not_understood_draft": "I did not understand that; the draft is as it was. You can say, for example: make that 12 hours, "
    "or: due in 14 days.",
    "ready": "Say “create it” when it looks right.",
    "confirm_missing": "I can't create it yet.",
    "confirm_ready": "It is complete; use the button or say “create it”.",
    "not_yet": "All right, it stays a draft.",
    "ask_customer_name": "Who is it for?",
    "ask_lines": "What should I bill, and at what price?",
    "ask_description": "What is the amount for?",
    "ask_quantity": "How many {what}?",
    "ask_unit_price": "What is the price of {what}?",
    "which_customer": "You have several customers like “{name}”: {names}. Which one do you mean?",
    "near_customer": "“{name}” is close to your customer {names}. Is it the same one?",
    "no_previous_invoice": "I found no earlier invoice for {customer} to repeat. What should I bill?",
    "no_such_line": "I did not find that line on the draft.",
    "mixed_currency": "The message has {currencies}; one invoice has one currency. What is the price in {currency}?",
    "invalid_amount": "{what} is not a figure an invoice can have, so I left it out.",
    "invalid_date": "{what} is not a date in the calendar, so I did not use it.",
    "ambiguous_date": "I read {what} as {date}; tell me if you meant the other way round.",
    "assumed_due": "Due {date}.",
    "service_date": "Service date: {date}",
    "reverse_charge_note": "Reverse charge: VAT to be accounted for by the recipient.",
    "question_draft": "The draft stands beside this message; tell me what to change.",
    "months": "January February March April May June July August September October November December",
    "and": "and",
}

WORDS = Words(
    code="en",
    hints="the for of and at each per with invoice bill charge please due hours days is to from it on add remove make "
    "plus tax off my our should that this be was i we you not but change client deposit total change line price",
    phrases=_PHRASES,
    numbers=_NUMBERS,
    scales={
        "hundred": 100,
        "thousand": 1000,
        "grand": 1000,
        "million": 1_000_000,
        "lakh": 100_000,
        "lakhs": 100_000,
        "lac": 100_000,
        "crore": 10_000_000,
        "crores": 10_000_000,
    },
    fractions={
        "6": "half a dozen|half dozen|a half dozen",
        "12": "dozen|a dozen|one dozen",
        "24": "two dozen",
        "36": "three dozen",
        "48": "four dozen",
        "60": "five dozen",
        "2": "a couple of|couple of|a couple|a pair of",
        "1.5": "one and a half|an hour and a half|a day and a half",
        "0.5": "half a|half an|a half|half",
        "0.25": "a quarter of an|quarter of an|a quarter|quarter of a",
        "0.75": "three quarters of an|three-quarters of an|three quarters of a",
        "20": "a score",
    },
    units=_UNITS,
    currencies=_CURRENCIES,
    months="january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
    "october|oct november|nov december|dec",
    weekdays="monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun",
    replies=_REPLIES,
)
