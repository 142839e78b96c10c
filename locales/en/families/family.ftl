# The text of consent is version 1; its number is kept with each family's consent. Another text is another version.
family-registration-title = Register a family
    .about = Register { $subject }
family-registration-unit = For which unit is this family registered? You can also write its name.
    .label = Unit
    .help = The unit that keeps the file, whose name is read to the family in the text of consent.
family-registration-consent =
    First read this slowly to the family:

    Hello. I am { $volunteer }, from { $unit }. With your permission I write your name, telephone, neighbourhood and need into this phone, with { $messenger }, so that the centre can see how to help. It is confidential: only those responsible for the centre, its supervisors and whoever brings the help see it. Other centres learn only that you have a file here. Leave out any question you do not like. I cannot promise help, but I will follow it up. Whenever you ask, we show you the file. May I write it down?

    Do they consent?
    .yes = Yes, they consent
    .no = No
    .stop = That is all right. I wrote down no name and no number. { $number }
    .help = Without the family's permission nothing is written down. Read the whole text and let them think.
family-registration-head-name = First and last name of the head of the household? Example: Fatemeh Karimi
    .label = Head
    .help = Write the name of the person who runs the home, as on the birth certificate.
family-registration-phone = A telephone number? A relative's will do.
    .label = Telephone
    .skip = They have none
    .help = Write it as you like, such as 09171234567. Write a landline with its area code.
family-registration-neighbourhood = { $question }
    .label = Neighbourhood
    .help = Write the name of the neighbourhood or village. The exact address is not needed.
family-registration-members = How many people live in this home? If more than 6, write the number.
    .label = Members
    .help = Count everybody who lives together, the head included.
family-registration-need = What do they need most urgently?
    .label = Urgent need
    .help = Press the nearest one. Other needs are written later, in “Complete the file”.
family-registration-confirm = Consent was given. Is this right?
    .ok = Record it
family-unit-phone = Give the family the centre's number: { $phone }
family-unit-asks = Give the family the centre's number, so that they can call whenever they wish.
family-near-asked = Is their home in { $place }?
family-which-place = In which neighbourhood or village is their home? Example: Sadat
family-near = Yes, { $place }
family-elsewhere = Elsewhere
family-write-place = Write the name of the neighbourhood or village.
place-neighbourhood = the neighbourhood { $name }
place-village = the village { $name }
place-nomads = { $name }
place-sub-district = { $name }
place-district = { $name }
family-saved = Recorded. File number: { $number }. Complete the national ID and the rest when there is time.
family-child-in-danger = If a child is in danger, call 123 (social emergency) right now.
family-report-service = Report a service to this family
family-complete = Complete the file
need-livelihood = food
need-culture = schooling
need-employment = work
need-health = treatment
need-housing = housing
need-bridal = bridal goods
need-sponsorship = a sponsor for a child
need-other = something else
families-recent = Families. You can also write a head's name or a file number.
families-none = There are no families here yet. Begin with “Add a family”.
families-none-below = No family is registered yet in this unit or under it.
families-found = The nearest to “{ $search }”. If it is not among these, write more of the name.
families-not-found = No family was found for “{ $search }”. Write the name differently, or the file number.
families-all = All families
family-list = Families
family-file = File { $number }, { $name }
family-in-unit = { $unit } | Neighbourhood: { $neighbourhood }
family-members = Members: { $count }
family-phone = Telephone: { $phone }
family-no-phone = Telephone: none
family-identity = { $kind }: { $number }
family-identity-why = National ID: { $why }
family-no-identity = National ID: not asked yet
family-head-sex = Head: { $sex }
family-coverage = Coverage: { $coverage }
family-support = Receives: { $support }
family-needs = Needs: { $needs }
family-need = { $need } ({ $urgency })
family-served = { $count ->
    [one] one service
   *[other] { $count } services
}, the last on { $last }
family-not-served = No service has been reported yet.
family-consented = Consent: { $day }, to { $by }
