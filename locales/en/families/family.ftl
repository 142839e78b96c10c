# The text of consent is version 1; its number is kept with each family's consent. Another text is another version.
family-registration-title = Register a family
    .about = Register { $subject }
family-registration-unit = Which unit are you registering this family for? You can also type its name.
    .label = Unit
    .help = The unit that keeps the file. Its name is read to the family in the consent text.
family-registration-consent =
    First read this slowly to the family:

    Hello. I’m { $volunteer }, from { $unit }. If you allow it, I’ll write your name, phone number, neighbourhood, number of people at home and what you need into this phone, with { $messenger }, so that we can see how to help. Later we may also ask for a national ID or another document, whether the head of the family is a woman or a man, and what coverage and pension you have. You don’t have to answer any question you’d rather not. All of it is confidential: only the people in charge here, the supervisors above them and the person who brings the help can see it. Other centres learn only that you have a file here. I can’t promise help, but I will follow it up. Whenever you ask, we’ll show you the file or erase it. May I write it down?

    Do they consent?
    .yes = Yes, they consent
    .no = No, they don’t
    .stop = That’s all right. I haven’t written down any name or number. { $number }
    .help = We write nothing down without the family’s permission. Read the whole text and give them time to think.
family-registration-head-name = Please write the first and last name of the head of the family. Example: Fatemeh Karimi
    .label = Head
    .help = The person who runs the home, with the name on their birth certificate.
family-registration-phone = What’s their phone number? A relative’s number will do too.
    .label = Phone
    .skip = They have none
    .help = Write it any way you like, for example 09171234567. Include the area code for a landline.
family-registration-neighbourhood = { $question }
    .label = Neighbourhood
    .help = The name of the neighbourhood or village is enough; no exact address.
family-registration-members = How many people live in this home? If there are more than 6, type the number.
    .label = Members
    .help = Count everybody who lives together, including the head of the family.
family-registration-need = What do they need most urgently?
    .label = Urgent need
    .help = Choose the closest one. You can add other needs later in “Complete the file”.
family-registration-confirm = Consent was given. Is all this right?
    .ok = Save
family-unit-phone = Give this number to the family: { $phone }
family-unit-asks = Tell the family that they can visit or call us whenever they like.
family-near-asked = Is their home in { $place }?
family-which-place = Which neighbourhood or village is their home in? Example: Sadat
family-near = Yes, { $place }
family-elsewhere = Elsewhere
family-write-place = Type the name of the neighbourhood or village.
place-neighbourhood = the neighbourhood { $name }
place-village = the village { $name }
place-nomads = { $name }
place-sub-district = { $name }
place-district = { $name }
family-saved = Saved. Well done! File number: { $number }. You can add the national ID and the rest of the file later.
family-child-in-danger = If a child is in danger, call 123 (social emergency) right now.
family-report-service = Report a service to this family
family-complete = Complete the file
need-livelihood = food
need-culture = schooling
need-employment = work
need-health = medical care
need-housing = housing and rent
need-bridal = bridal goods
need-sponsorship = a sponsor for a child
need-other = something else
families-recent = Recent families. To search, type the name of the head of the family or a file number.
families-none = There are no families in your list yet.
families-none-below = No family has been registered in this unit or the units below yet.
families-found = Closest results for “{ $search }”. If you can’t see the family, type more of the name.
families-not-found = No family found for “{ $search }”. Try another spelling of the name, or the file number.
families-all = All families
family-list = Families
family-file = File { $number }, { $name }
family-in-unit = { $unit } | Neighbourhood: { $neighbourhood }
family-members = Members: { $count }
family-phone = Phone: { $phone }
family-no-phone = Phone: none
family-identity = { $kind }: { $number }
family-identity-why = National ID: { $why }
family-no-identity = National ID: not asked yet
family-head-sex = Head: { $sex }
family-coverage = Coverage: { $coverage }
family-support = Receives: { $support }
family-needs = Needs: { $needs }
family-need = { $need } ({ $urgency })
family-served = { $count ->
    [one] 1 service
   *[other] { $count } services
}, last on { $last }
family-not-served = No service recorded yet.
family-consented = Consent: { $day }, recorded by { $by }
