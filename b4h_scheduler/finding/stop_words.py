"""Words that say nothing about what somebody offers or seeks, in five languages.

Words of fewer than four letters are left out anyway, so they are not listed.
"""

from __future__ import annotations

_ENGLISH = """
about above across after again along already also although among another around
available based because been before being best better between both bring broad could
does doing during each either enough especially etc even every everything field find
focus following from further good have having help high including into interest
interested know known large leading like look looking made main mainly make making many
more most much must need needed needs neighboring neighbouring novel offer offered
offering offers open other others over particular possible potential provide provided
provides providing same seek seeking seeks several should since small some someone
something such support supporting than that their them then there these they thing
things this those through together toward towards under until upon various very want
wants ways well were what when where whether which while whose wide will willing with
within without work working would years your
"""
_GERMAN = """
aber alle allem allen aller alles also andere anderen anderer anderes auch auf aufgrund
aus bei beim bereits besonders biete bieten bietet bis bisher dabei damit dann daran
darauf daraus darin darum dass davon dazu dem den denen denn deren derzeit des deshalb
dessen die dies diese diesem diesen dieser dieses doch dort durch eigene eigenen eine
einem einen einer eines etwa etwas euch für gegen gerne gesucht große großen gute guten
habe haben hat hier hinter ihre ihrem ihren ihrer immer ins insbesondere interesse
interessiert ist jede jedem jeden jeder jedes kann kein keine keinen können mehr mehrere
mein meine mit möchte möchten möglich muss nach neben neue neuen neuer neues nicht noch
oder ohne sehr sein seine seit sich sie sind sowie suche suchen sucht über und uns unser
unsere unserem unseren unserer unter viele vielen vom von vor wäre wenn werden wie wir
wird wollen wurde zum zur zusammen zwischen
"""
_FRENCH = """
afin ainsi alors après assez aucun aussi autour autre autres avant avec avoir beaucoup
besoin bien bonne cela celle celles celui cependant cette ceux chaque cherche cherchent
cherchons comme comment contre dans déjà depuis dernier deux divers doit donc dont elle
elles encore entre environ être fait faire faut grand grande grands intéressé ils jusqu
leur leurs lors lorsque mais même mieux moins notre nous nouveau nouveaux nouvelle
nouvelles offre offrent offrir offrons parce parmi pendant petit petite peut plus
plusieurs pour pouvoir près propose proposons puis quand quel quelle quels quelque
quelques recherche recherchons sans sauf selon sera seront ses seul seulement soit
sommes sont sous souvent sur surtout tous tout toute toutes très trop trouver une vers
votre vous
"""
_DUTCH = """
aan alle alleen alles altijd andere bent bieden biedt bij binnen daar dan dat deze dit
doen door eens eigen elke enkele goed goede graag grote hebben heeft hier hoe hun iedere
iets interesse jullie kan kunnen maar maken meer mensen met moet moeten naar niet nieuw
nieuwe nodig nog omdat onder ons onze ook over samen sinds steeds tegen tijdens toch tot
tussen uit van vanaf veel vele verder via vinden volgens voor waar waarin wanneer want
wat welke wij willen wordt worden zeer zich zijn zoals zoek zoeken zoekt zonder zou
zoveel
"""
_SPANISH = """
además algo alguna algunas alguno algunos ante antes aquel aquella aquellos aunque bajo
bien buena bueno busca buscamos buscan buscar cada como con contra cual cuales cualquier
cuando desde después donde durante ella ellas ellos entre esta está estamos están estar
estas este esto estos forma gran grandes hace hacer hacia hasta interés interesado junto
luego más mayor mejor mismo mucha muchas mucho muchos necesita necesitamos nuestra
nuestras nuestro nuestros nueva nuevas nuevo nuevos ofrece ofrecemos ofrecen ofrecer
otra otras otro otros para parte pero poder porque puede pueden pues quien según ser sin
sino sobre solo somos son también tanto tener tiene tienen toda todas todo todos tras
una unas unos varias varios
"""
_OF_EVERY_MEETING = """
access business client clients collaboration collaborations companies company consortium
cooperation customer customers europe european experience expertise firm firms joint
know-how knowledge market markets partner partners partnership partnerships people
product products project projects proposal proposals service services solution solutions
system systems team teams technologies technology anbieter dienstleistungen erfahrung
firma firmen kooperation kooperationen kunde kunden lösung lösungen markt märkte
partnerschaft produkt produkte projekt projekte technologie technologien unternehmen
zugang zusammenarbeit accès client clientèle collaboration coopération entreprise
entreprises expérience marché marchés partenaire partenaires partenariat produit
produits projet projets savoir-faire société sociétés solution technologie bedrijf
bedrijven diensten ervaring kennis klant klanten markt markten oplossing oplossingen
partnerschap producten samenwerking toegang acceso cliente clientes colaboración
conocimiento cooperación empresa empresas experiencia mercado mercados producto
productos proyecto proyectos servicios socio socios solución soluciones tecnología
tecnologías
"""
STOP_WORDS = f"{_ENGLISH} {_GERMAN} {_FRENCH} {_DUTCH} {_SPANISH} {_OF_EVERY_MEETING}"
