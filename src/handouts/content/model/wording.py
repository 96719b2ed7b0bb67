"""`wording.yaml`: the words of the house."""

from __future__ import annotations

from handouts.content.model.base import Record, ShortText


class Wording(Record):
    """The words of the house: headings and labels, the same in every handout."""

    ordered = True

    # Blocks, in the order of a leaflet.
    main_message: ShortText
    help: ShortText
    about: ShortText
    what_is: ShortText
    diagram: ShortText
    cancer_link: ShortText
    symptoms: ShortText
    tests: ShortText
    treatments: ShortText
    uncertainty: ShortText
    outlook: ShortText
    actions: ShortText
    medicine_cautions: ShortText
    daily_life: ShortText
    wellbeing: ShortText
    carers: ShortText
    summary: ShortText
    questions: ShortText
    read: ShortText
    record: ShortText
    glossary: ShortText
    support: ShortText
    formats: ShortText
    references: ShortText
    governance: ShortText
    card: ShortText

    # Care cards.
    emergency: ShortText
    if_you: ShortText
    urgent: ShortText
    urgent_order: ShortText
    nonurgent: ShortText
    nonurgent_order: ShortText

    # Treatments.
    treating_cancer: ShortText
    calming_immune: ShortText
    easing_symptoms: ShortText
    how_works: ShortText
    benefit: ShortText
    risks: ShortText
    uncertain: ShortText
    without: ShortText
    daily_life_with: ShortText
    alternatives: ShortText

    # Lists.
    known: ShortText
    not_known: ShortText
    do_not: ShortText
    avoid: ShortText
    if_needed: ShortText
    care: ShortText
    often_said: ShortText
    true: ShortText

    # The leaflet in short.
    in_short_what: ShortText
    in_short_signs: ShortText
    in_short_cancer: ShortText
    in_short_tests: ShortText
    in_short_treatment: ShortText
    in_short_outlook: ShortText
    in_short_emergency: ShortText

    # To fill in by hand.
    team_phone: ShortText
    out_of_hours_phone: ShortText
    crisis: ShortText
    notes: ShortText
    my_medicines: ShortText
    medicine: ShortText
    dose: ShortText
    when: ShortText
    my_appointments: ShortText
    date: ShortText
    with_whom: ShortText

    # Other formats.
    formats_text: ShortText
    formats_phone: ShortText
    interpreter: ShortText
    feedback: ShortText
    web: ShortText
    web_code: ShortText

    # Governance.
    code: ShortText
    version: ShortText
    published: ShortText
    review_due: ShortText
    status: ShortText
    status_draft: ShortText
    status_signed: ShortText
    written_by: ShortText
    clinical_review: ShortText
    not_yet: ShortText
    patient_review: ShortText
    searched: ShortText
    sources_count: ShortText
    funding: ShortText
    conflicts: ShortText
    changes: ShortText
    longer: ShortText

    # The emergency card.
    card_cut: ShortText
    card_title: ShortText
    card_condition: ShortText
    card_understands: ShortText
    card_signs: ShortText
    card_keep: ShortText
    card_check: ShortText
    card_name: ShortText
    card_born: ShortText
    card_family: ShortText
    card_allergies: ShortText

    # The booklet.
    contents: ShortText
    about_booklet: ShortText
    how_to_use: ShortText
    introduction: ShortText
    compare: ShortText
    compare_syndrome: ShortText
    compare_part: ShortText
    compare_sign: ShortText
    compare_cancer: ShortText
    corrected: ShortText
    all_treatments: ShortText
    matters: ShortText
    page: ShortText
    of: ShortText
