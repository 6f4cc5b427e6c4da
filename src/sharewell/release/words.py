"""The shipped dictionaries of the gate: names that people bear, and terms that tell what is nobody's business.

They are modest on purpose. A name is only believed with a second sign (a title, another name, a word such as
"daughter"), so the lists leave out what is mostly something else: colours, towns, trades, months. The terms
lead to a review by a person, never to a refusal, and leave out what every visit note says (oxygen, smoke,
mobility, hoarding).
"""

from __future__ import annotations

from collections.abc import Mapping

GIVEN_NAMES: tuple[str, ...] = tuple(
    """
    Aaliyah Aaron Abdul Abdullah Abigail Adam Adele Adrian Agnes Ahmed Aidan Aisha Alan Alastair Albert Alex
    Alexander Alfred Ali Alice Alison Alistair Amanda Amber Amelia Amina Amir Amit Amy Andrea Andrew Angela Anita
    Ann Anna Anne Annette Anthony Anwar Arjun Arthur Asha Ayesha Barbara Barry Beatrice Benjamin Bernard Bethany
    Beverley Bilal Bo Brenda Brian Bridget Bronwen Callum Cameron Carl Carol Caroline Catherine Charles Charlie
    Charlotte Cheryl Chloe Chris Christina Christine Christopher Claire Clare Clive Colin Connor Craig Daniel Daisy
    Darren David Dawn Deborah Deepak Denise Dennis Derek Diane Diana Donald Donna Doris Dorothy Douglas Dylan Edith
    Edward Eileen Elaine Eleanor Elizabeth Ella Ellie Elsie Emily Emma Eric Ethan Evelyn Farah Fatima Fiona Frances
    Francis Freddie Gareth Gary Gavin Gemma Geoffrey George Gerald Gillian Gladys Glenn Gordon Graham Gregory Gwen
    Hannah Harold Harry Hassan Hazel Heather Helen Henry Hilary Howard Hugh Hussain Ian Ibrahim Imran Irene Isaac
    Isabella Isla Ivan Jack Jacob Jacqueline Jake James Jamie Jane Janet Janice Jasmine Jason Jean Jeffrey Jennifer
    Jeremy Jessica Jill Joan Joanna Joanne Joe Joel John Jonathan Joseph Josephine Joshua Joyce Judith Julia Julian
    Julie June Karen Kareem Karl Kate Katherine Kathleen Katie Kayleigh Keith Kelly Kenneth Kevin Khadija Kieran
    Kimberley Kirsty Kuldeep Kyle Laura Lauren Layla Leah Lee Leonard Leslie Lewis Liam Lily Linda Lisa Lorraine
    Louis Louise Lucas Lucy Luke Lynn Malcolm Manjit Marcus Margaret Maria Marie Marion Mark Martin Mary Matthew
    Maureen Megan Melanie Melissa Michael Michelle Mildred Mohamed Mohammad Mohammed Mohammad Molly Muhammad Nadia
    Nancy Naomi Natalie Natasha Nathan Neil Niamh Nicholas Nicola Nigel Nikhil Noah Noreen Norma Norman Oliver
    Olivia Omar Oscar Owen Pamela Parveen Patricia Patrick Paul Paula Pauline Peter Philip Phyllis Priya Rachel Raj
    Rajesh Ralph Ravi Raymond Rebecca Reginald Rhys Richard Rita Robert Robin Roger Ronald Rosemary Ruby Russell
    Ruth Ryan Sally Samantha Samuel Sandeep Sandra Sanjay Sara Sarah Sean Shabana Shannon Sharon Sheila Shirley
    Sian Simon Sophia Sophie Stacey Stanley Stephanie Stephen Steven Stuart Sunil Surinder Susan Suzanne Sylvia
    Tahir Tamara Tanya Tara Terence Theresa Thomas Timothy Tina Toby Tom Tracey Tracy Trevor Usman Valerie Vera
    Vikram Vincent Vivien Walter Wendy William Winifred Yasmin Yusuf Yvonne Zachary Zainab Zara Zoe
    """.split()  # noqa: SIM905 - a list of words reads better as a text
)

SURNAMES: tuple[str, ...] = tuple(
    """
    Adams Adeyemi Ahmed Akhtar Alexander Ali Allen Anderson Andrews Armstrong Atkinson Bailey Baker Banerjee Barker
    Barnes Begum Bell Bennett Bhatt Booth Bradley Brown Burns Butler Campbell Carr Carter Chan Chapman Chaudhry
    Chen Chowdhury Clark Clarke Cole Collins Cook Cooper Cox Cunningham Das Davidson Davies Davis Dawson Desai
    Diaz Dixon Doherty Doyle Edwards Elliott Ellis Evans Fisher Fletcher Foster Fraser Gallagher Garcia Gibson
    Gill Gordon Graham Grant Griffiths Gupta Hamilton Harris Harrison Hart Harvey Hassan Henderson Holmes
    Hughes Hunter Hussain Hussein Iqbal Ibrahim Jackson Jain James Jenkins Johnson Johnston Jones Joshi Kapoor
    Kaur Kelly Kennedy Khan Khatun Knight Kowalski Kumar Lawson Lee Lewis Li Liu Lloyd Macdonald Mahmood Malik
    Marshall Martin Mason Matthews McCarthy McDonald McKenzie Mehta Miah Miller Mills Mistry Mitchell Mohamed
    Mohammed Moore Morgan Morris Morrison Murphy Murray Nair Nelson Ng Nguyen Nowak Okafor Okonkwo Owen Palmer
    Parker Parsons Patel Payne Pearson Perry Phillips Powell Qureshi Rahman Rana Rao Reddy Reid Reynolds Richards
    Richardson Roberts Robertson Robinson Roe Rogers Rose Ross Russell Saunders Shah Shaikh Sharma Shaw Sheikh
    Simpson Singh Smith Spencer Stevens Stewart Stone Taylor Thakur Thomas Thompson Thomson Tran Tucker Turner
    Uddin Walker Walsh Wang Watson Watts Webb Wilkinson Williams Williamson Wilson Wright Yadav Yu Zhang
    """.split()  # noqa: SIM905
)

# What lies behind the terms of a category is RE2, case aside; a term ends where a word ends.
SPECIAL_TERMS: Mapping[str, tuple[str, ...]] = {
    "health": (
        "alzheimer'?s", "amputee", "anorexi[ac]", "anti-?depressants?", "asperger'?s", "asthma(?:tic)?",
        "autis(?:m|tic)", "bipolar", "cancer", "chemo(?:therapy)?", "cirrhosis", "copd", "dementia", "diabet(?:es|ic)",
        "dialysis", "epilep(?:sy|tic)", "hepatitis", "hiv", "insulin", "leuka?emia", "mental health", "methadone",
        "miscarriage", "multiple sclerosis", "overdosed?", "parkinson'?s", "post-?natal depression", "pregnan(?:t|cy)",
        "psychiatric", "psycho(?:sis|tic)", "schizophreni[ac]", "sectioned", "self-?harm(?:s|ed|ing)?",
        "suicid(?:e|al)", "terminally ill", "tuberculosis", "tumou?r", "wheelchair user",
    ),
    "racial or ethnic origin": (
        "afro-?caribbean", "asylum seekers?", "ethnic(?:ity| origin| minority)", "mixed race",
        "roma(?:ny)? (?:gypsy|traveller)",
    ),
    "religion or belief": (
        "atheist", "baptist", "buddhist", "catholic", "christian", "hindu", "jehovah'?s witness", "jewish",
        "methodist", "mormon", "muslim", "protestant", "sikh",
    ),
    "political opinions": ("conservative party", "green party", "labour party", "political views"),
    "trade union membership": ("trade union(?:ist)?", "union (?:member|membership|rep|representative)"),
    "sex life or sexual orientation": (
        "bisexual", "gay", "gender reassignment", "homosexual", "lesbian", "lgbtq?", "sex worker",
        "sexual orientation", "transgender", "transsexual",
    ),
    "genetic or biometric data": (
        "biometric", "dna (?:profile|sample|test)", "genetic (?:condition|test)", "huntington'?s",
    ),
    "offences": (
        "arrest(?:ed)?", "burglar(?:y|ies)?", "cautioned for", "convict(?:ed|ions?)", "crack cocaine",
        "criminal record", "domestic (?:abuse|violence)", "drug deal(?:er|ing)", "ex-?offender", "heroin",
        "imprison(?:ed|ment)", "in prison", "on (?:bail|licen[cs]e|probation|remand|tag)", "rap(?:e|ed|ist)",
        "restraining order", "robbery", "sex offend(?:er|ing)", "sexual(?:ly)? assault(?:ed)?", "shoplift(?:er|ing)",
        "stalk(?:er|ing)", "youth offend(?:er|ing)",
    ),
}  # fmt: skip
