evidence-adding-title = Add pictures
    .about = Pictures, { $subject }
evidence-adding-service = Which service?
    .help = The service whose pictures you send.
evidence-adding-files = Send a picture of the receipt or the goods; never of a face.
    .help = Send one picture or several, then press “That one” or “Those”. A service has up to 10 pictures.
evidence-added = The pictures of service { $number } are recorded.
