evidence-adding-title = Add pictures
    .about = Pictures, { $subject }
evidence-adding-service = Which service?
    .help = The service you’re adding pictures to.
evidence-adding-files = Send a picture of the receipt or the goods, but never of anyone’s face.
    .help = Send one or more pictures, then press “Done with these …”. Each service can have up to 10 pictures.
evidence-added = The pictures for service { $number } were saved.
